"""The demonstration: the real programme's published figures, played by invented people.

`build` plays the calendar from the first day of the pilot to a day, through the same services
the pages call, at the moments the calendar gives them; `advance` plays on. Nothing is written
behind the services' back, and every run on every machine tells the same story.
"""

from dayaq.site.demo.play import DEFAULT_UNTIL, advance, build

__all__ = ["DEFAULT_UNTIL", "advance", "build"]
