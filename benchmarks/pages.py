"""Pages over HTTP from the real web process, with two connections; and memory at rest."""
from __future__ import annotations
from benchmarks.house import House
def generated(house: House, name: str, persons: int, loans: int) -> None: ...
def run(house: House, name: str, seconds: float, *, only: list[str]) -> list[str]: return []
