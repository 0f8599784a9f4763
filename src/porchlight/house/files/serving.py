"""An open file as the answer to a request."""

from django.http import HttpResponseBase, StreamingHttpResponse

from porchlight.house.files.actions.opening import Opened

# What a browser may show in a page of ours. Everything else is taken away, never rendered.
SHOWN = frozenset({"image/jpeg"})


def shown(opened: Opened) -> HttpResponseBase:
    """
    Answer with the bytes, streamed. Only pictures that were drawn here are shown in place;
    anything else goes out as a nameless attachment. The door's ``no-store`` stays.
    """
    safe = opened.media_type in SHOWN
    kind = opened.media_type if safe else "application/octet-stream"
    response = StreamingHttpResponse(iter(opened), content_type=kind)
    response.headers["Content-Length"] = str(opened.size)
    response.headers["Content-Disposition"] = "inline" if safe else "attachment"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
