"""The copies that are drawn of a picture."""

import PIL

from porchlight import __version__
from porchlight.house.files.pictures.sandbox import Shape

THUMBNAIL = Shape("thumbnail", 320)
WEB = Shape("web", 1280)
PRINT = Shape("print", 2000)
# For whoever must see as little as decides: small, grey, blurred.
VEILED = Shape("veiled", 480, grey=True, blur=8)

ALL = (THUMBNAIL, WEB, PRINT, VEILED)
MADE_WITH = f"Porchlight {__version__}, Pillow {PIL.__version__}"
