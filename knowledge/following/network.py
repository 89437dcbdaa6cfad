"""The network: the encoder reads topic and last message beside the new one, and decides what the new one does."""

from __future__ import annotations

import torch
from torch import nn

from knowledge.following.lines import OUTCOMES
from knowledge.passages import TOPICS
from knowledge.questions import OUT_OF_SCOPE

FAR = -1e4  # added to the score of padding
# What answers the message, learnt beside the outcome because it helps to tell it.
ANSWERS = (*TOPICS, OUT_OF_SCOPE, "small_talk")


class PairNetwork(nn.Module):
    """Token ids, parts and mask -> scores of the outcomes and of the answers."""

    def __init__(self, bert: nn.Module, dropout: float = 0.1) -> None:
        """Take over the encoder; all but its word and place vectors is tuned."""
        super().__init__()
        self.words = bert.embeddings.word_embeddings
        self.places = bert.embeddings.position_embeddings
        self.scale = bert.embeddings.LayerNorm
        for frozen in (self.words, self.places):
            frozen.requires_grad_(False)
        self.tuned = nn.ModuleDict(
            {
                "parts": bert.embeddings.token_type_embeddings,
                "layers": nn.ModuleList(list(bert.encoder.layer)),
                "outcome": nn.Linear(2 * bert.config.hidden_size, len(OUTCOMES)),
                "answer": nn.Linear(2 * bert.config.hidden_size, len(ANSWERS)),
            }
        )
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: torch.Tensor, parts: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return scores (batch, outcomes) and (batch, answers).

        Args:
            ids: tokens, shape (batch, tokens).
            parts: 0 for what was said before and 1 for the new message, of the same shape.
            mask: 1 for a token, 0 for padding, of the same shape.
        """
        places = torch.arange(ids.shape[1], device=ids.device)[None, :]
        hidden = self.scale(self.words(ids) + self.places(places) + self.tuned["parts"](parts))
        weight = mask.to(hidden.dtype)
        far = (1.0 - weight[:, None, None, :]) * FAR
        for layer in self.tuned["layers"]:
            output = layer(hidden, far)
            hidden = output[0] if isinstance(output, tuple) else output
        new = (weight * parts.to(hidden.dtype))[:, :, None]
        mean = (hidden * new).sum(1) / new.sum(1).clamp(min=1.0)
        both = self.dropout(torch.cat([hidden[:, 0], mean], dim=-1))
        return self.tuned["outcome"](both), self.tuned["answer"](both)
