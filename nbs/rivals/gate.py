"A method of one's own: the sound opens and closes the channels of the pixels."

import torch.nn.functional as F
from torch import nn

from tavis.core.config import checked
from tavis.rivals.shell import Rival, RivalCriterion, masks_alone


class GateDecoder(nn.Module):
    def __init__(self, profile, variant):
        super().__init__()
        width, self.embed_dim = profile.sam2.width, profile.imagebind.embed_dim
        self.gates = nn.ModuleList(nn.Linear(profile.imagebind.audio_width, width) for _ in range(3))
        self.head = nn.Sequential(nn.Conv2d(width, width, 3, padding=1), nn.ReLU(), nn.Conv2d(width, 1, 1))

    def forward(self, levels, sound, there, texts=None):
        heard, joined = sound.mean(2).flatten(0, 1), 0  # (M,C) of the M = B T frames
        for gate, level in zip(self.gates, levels):
            opened = level.flatten(0, 1) * gate(heard).sigmoid()[..., None, None]
            joined = joined + F.interpolate(opened, levels[0].shape[-2:], mode="bilinear")
        return masks_alone(self.head(joined)[:, 0].unflatten(0, there.shape), self.embed_dim)


class GateCriterion(RivalCriterion):
    weights = dict(mask=1.0)

    def terms(self, said, truth, texts):
        logits = F.interpolate(said.binary_mask[:, None], truth.masks.shape[-2:], mode="bilinear")[:, 0]
        wrong = F.binary_cross_entropy_with_logits(logits, truth.masks, reduction="none").mean((1, 2))
        return dict(mask=(wrong.sum(), len(wrong)))  # a sum, and the number of things that it is a mean over


@checked
class Gate(Rival):
    decoder, criterion = GateDecoder, GateCriterion


GATE = Gate()
