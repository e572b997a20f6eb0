"""Sessions in the database, read on every page: by one statement that is never composed anew."""

from __future__ import annotations

from django.contrib.sessions.backends import db as django_sessions
from django.contrib.sessions.models import Session

from dayaq.kernel import db

READ = """
SELECT session_key, session_data, expire_date FROM django_session
WHERE session_key = %s AND expire_date > statement_timestamp()
"""


class SessionStore(django_sessions.SessionStore):
    """As Django's own, but for how a session is read."""

    def _get_session_from_db(self) -> Session | None:
        found = db.fetch_one(READ, [self.session_key])
        if found is None:
            self._session_key = None
            return None
        key, data, expires = found
        return Session(session_key=key, session_data=data, expire_date=expires)
