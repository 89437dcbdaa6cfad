"""The network: the encoder reads what was asked beside the message, and decides on each mark and on the whole."""

from __future__ import annotations

import torch
from torch import nn

from knowledge.coach.context.labels import KINDS, ROLES, ROUTES

FAR = -1e4  # added to the score of padding


class ContextNetwork(nn.Module):
    """Token ids, parts, mask and the places of marks -> scores of the marks' roles and of the message's routes."""

    def __init__(self, bert: nn.Module, dropout: float = 0.1) -> None:
        """Take over the encoder; all but its word and place vectors is tuned."""
        super().__init__()
        size = bert.config.hidden_size
        self.words = bert.embeddings.word_embeddings
        self.places = bert.embeddings.position_embeddings
        self.scale = bert.embeddings.LayerNorm
        self.parts = bert.embeddings.token_type_embeddings
        for frozen in (self.words, self.places, self.scale, self.parts):
            frozen.requires_grad_(False)
        self.tuned = nn.ModuleDict(
            {
                "layers": nn.ModuleList(list(bert.encoder.layer)),
                "kinds": nn.Embedding(len(KINDS), len(ROLES)),
                "role": nn.Linear(2 * size, len(ROLES)),
                "route": nn.Linear(2 * size, len(ROUTES)),
            }
        )
        self.dropout = nn.Dropout(dropout)

    def forward(
        self,
        ids: torch.Tensor,
        parts: torch.Tensor,
        mask: torch.Tensor,
        spans: torch.Tensor,
        kinds: torch.Tensor,
        rows: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return scores (marks, roles) and (batch, routes).

        Args:
            ids: tokens, shape (batch, tokens).
            parts: 0 for what was asked and 1 for the message, of the same shape.
            mask: 1 for a token, 0 for padding, of the same shape.
            spans: for each mark the weight of each token, adding up to 1 or, where none is seen, 0; (marks, tokens).
            kinds: the number of each mark's kind, shape (marks).
            rows: the line of the batch in which each mark stands, shape (marks).
        """
        places = torch.arange(ids.shape[1], device=ids.device)[None, :]
        hidden = self.scale(self.words(ids) + self.places(places) + self.parts(parts))
        weight = mask.to(hidden.dtype)
        far = (1.0 - weight[:, None, None, :]) * FAR
        for layer in self.tuned["layers"]:
            output = layer(hidden, far)
            hidden = output[0] if isinstance(output, tuple) else output
        mean = (hidden * weight[:, :, None]).sum(1) / weight.sum(1, keepdim=True)
        own = (hidden[rows] * spans[:, :, None]).sum(1)
        roles = self.tuned["role"](self.dropout(torch.cat([own, mean[rows]], dim=-1))) + self.tuned["kinds"](kinds)
        return roles, self.tuned["route"](self.dropout(torch.cat([hidden[:, 0], mean], dim=-1)))
