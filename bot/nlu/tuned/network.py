"""The network: the encoder's upper layers, tuned, and for each group of labels a look of its own at the tokens.

Label-wise attention (Mullenbach et al. 2018, arXiv 1802.05695): each group weighs the tokens by a learnt query and
decides on their weighted sum beside the mean. The weights also tell which words a decision rests on.
"""

from __future__ import annotations

import torch
from torch import nn

from bot.nlu.tuned.labels import GROUPS, TRAINED_SIGNS

WIDTHS = (*(len(labels) for labels in GROUPS.values()), len(TRAINED_SIGNS))
FAR = -1e4  # added to the score of padding
SHARPNESS = 4.0


class Tuned(nn.Module):
    """Hidden states and mask -> scores and attention."""

    def __init__(self, layers: list[nn.Module], size: int, dropout: float = 0.1) -> None:
        """Take over the encoder's upper `layers`; `size` is that of a hidden state."""
        super().__init__()
        self.layers = nn.ModuleList(layers)
        self.queries = nn.Parameter(torch.randn(len(WIDTHS), size) * 0.02)
        self.weights = nn.Parameter(torch.randn(len(WIDTHS), 2 * size, max(WIDTHS)) * 0.02)
        self.offsets = nn.Parameter(torch.zeros(len(WIDTHS), max(WIDTHS)))
        self.dropout = nn.Dropout(dropout)

    @property
    def heads(self) -> list[nn.Parameter]:
        """What decides, above the layers."""
        return [self.queries, self.weights, self.offsets]

    def forward(self, hidden: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return scores (batch, groups, widest group) and attention (batch, groups, tokens).

        Args:
            hidden: states below the tuned layers, shape (batch, tokens, size).
            mask: 1.0 for a token, 0.0 for padding, shape (batch, tokens).
        """
        far = (1.0 - mask[:, None, None, :]) * FAR
        for layer in self.layers:
            hidden = first(layer(hidden, far))
        nearness = torch.einsum("gd,btd->bgt", self.queries, hidden) / SHARPNESS + far[:, 0]
        attention = torch.softmax(nearness, dim=-1)
        seen = torch.einsum("bgt,btd->bgd", attention, hidden)
        mean = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        both = self.dropout(torch.cat([seen, mean[:, None].expand_as(seen)], dim=-1))
        return torch.einsum("bgd,gdc->bgc", both, self.weights) + self.offsets, attention


class Whole(nn.Module):
    """Token ids and mask -> scores and attention: what is exported."""

    def __init__(self, bert: nn.Module, tuned: Tuned, frozen: int) -> None:
        """Put the encoder's embeddings and its lowest `frozen` layers under the tuned part."""
        super().__init__()
        self.embeddings = bert.embeddings
        self.layers = nn.ModuleList(list(bert.encoder.layer)[:frozen])
        self.tuned = tuned

    def hidden(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the states below the tuned layers."""
        hidden = self.embeddings(ids)
        for layer in self.layers:
            hidden = first(layer(hidden, (1.0 - mask[:, None, None, :]) * FAR))
        return hidden

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return scores and attention, see `Tuned`."""
        weight = mask.to(torch.float32)
        scores, attention = self.tuned(self.hidden(ids, weight), weight)
        return scores, attention


def first(output: torch.Tensor | tuple[torch.Tensor, ...]) -> torch.Tensor:
    """Return a layer's hidden states, whichever way it returns them."""
    return output[0] if isinstance(output, tuple) else output
