"""The ``fileDetails`` document (section 3)."""

from datetime import datetime

from porchlight.programmes.cybertips.rules.ispws.parties import DeviceId, IpCapture
from porchlight.programmes.cybertips.rules.ispws.table import (
    Kind,
    Model,
    attribute,
    content,
    element,
    flag,
    many,
    maybe,
    one,
)
from porchlight.programmes.cybertips.rules.ispws.values import (
    CLASSIFICATIONS,
    DETAIL_TYPES,
    RELEVANCES,
)


@element(model=Model.ALL)
class FileAnnotations:
    """What the provider says of the file; presence means yes."""

    anime_drawing_virtual_hentai: bool | None = flag()
    potential_meme: bool | None = flag()
    viral: bool | None = flag()
    possible_self_production: bool | None = flag()
    physical_harm: bool | None = flag()
    violence_gore: bool | None = flag()
    bestiality: bool | None = flag()
    live_streaming: bool | None = flag()
    infant: bool | None = flag()
    generative_ai: bool | None = flag()


@element()
class OriginalFileHash:
    """The provider's own fingerprint of the file as it was uploaded to them."""

    value: str = content(Kind.STRING)
    hash_type: str = attribute(Kind.STRING, must=True, limit=64)


@element()
class NameValuePair:
    """One line of details."""

    name: str = one(Kind.STRING, limit=64)
    value: str = one(Kind.STRING)


@element()
class Details:
    """Lines of EXIF data or of fingerprints."""

    type: str | None = attribute(Kind.STRING, values=DETAIL_TYPES)
    name_value_pair: tuple[NameValuePair, ...] = many(least=1)


@element()
class FileDetails:
    """
    What the provider says of one uploaded file. ``file_viewed_by_esp`` has three values: an
    absent one is «no information», which decides whether anybody may open the file.
    """

    report_id: int = one(Kind.LONG)
    file_id: str = one(Kind.TOKEN, check="said")
    file_name: str | None = maybe(Kind.STRING)
    original_file_name: str | None = maybe(Kind.STRING, limit=2056)
    uploaded_to_esp_timestamp: datetime | None = maybe(Kind.DATETIME, check="past")
    location_of_file: str | None = maybe(Kind.STRING, limit=2083, check="url")
    file_viewed_by_esp: bool | None = maybe(Kind.BOOL)
    exif_viewed_by_esp: bool | None = maybe(Kind.BOOL)
    publicly_available: bool | None = maybe(Kind.BOOL)
    file_relevance: str | None = maybe(Kind.STRING, values=RELEVANCES)
    potential_meme: bool | None = maybe(Kind.BOOL, group="annotations")
    file_annotations: FileAnnotations | None = maybe(group="annotations")
    industry_classification: str | None = maybe(Kind.STRING, values=CLASSIFICATIONS)
    original_file_hash: tuple[OriginalFileHash, ...] = many()
    # The schema allows one; tolerant mode takes several (Coop sends all it has).
    ip_capture_event: tuple[IpCapture, ...] = many(strict_most=1)
    device_id: tuple[DeviceId, ...] = many()
    details: tuple[Details, ...] = many()
    additional_info: tuple[str, ...] = many(Kind.STRING)
