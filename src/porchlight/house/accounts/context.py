"""What every page knows of the person who looks at it."""

from django.conf import settings
from django.http import HttpRequest

from porchlight.core.viewer import PUBLIC, Viewer
from porchlight.house.accounts.queries import role_titles


def person(request: HttpRequest) -> dict[str, object]:
    """The person's roles in words, and after how long the page locks itself."""
    viewer: Viewer = getattr(request, "viewer", PUBLIC)
    if viewer.id is None:
        return {}
    return {"viewer_role": role_titles(viewer), "idle_seconds": settings.ENV.idle_minutes * 60}
