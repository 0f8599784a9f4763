"""The web server of one process: gunicorn with our settings."""

from gunicorn.app.base import BaseApplication

from porchlight.config.wsgi import application


class _Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, settings: dict[str, object]) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.settings.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> object:
        return application


def serve(settings: dict[str, object]) -> None:
    """Serve until stopped; ``settings`` are gunicorn's."""
    _Server(settings).run()
