"""Slots that copy themselves quickly.

Rasa copies the tracker some sixteen times a turn, and every slot with it, each by way of `copyreg`. A slot is a plain
object: a new one with the same attributes is the same copy in a third of the time.
"""

from __future__ import annotations

from rasa.shared.core.slots import Slot


def _copied(self: Slot) -> Slot:
    other = object.__new__(type(self))
    other.__dict__.update(self.__dict__)
    return other


def install() -> None:
    """Let every kind of slot copy itself so.

    Raises:
        RuntimeError: this Rasa's slots copy themselves in a way of their own.
    """
    kinds = [Slot]
    while kinds:
        kind = kinds.pop()
        if {"__copy__", "__reduce__", "__reduce_ex__", "__getstate__", "__slots__"} & set(vars(kind)) and (
            vars(kind).get("__copy__") is not _copied
        ):
            raise RuntimeError(f"rasa's {kind.__name__} copies itself; bot/slots.py was written for rasa 3.6.21.")
        kinds += kind.__subclasses__()
    Slot.__copy__ = _copied
