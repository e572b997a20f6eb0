"""Exchange at a named rate: the kernel's rule, under the name this room uses."""

from dayaq.kernel.exchange import Exchange, Rate, convert

__all__ = ["Exchange", "Rate", "convert"]
