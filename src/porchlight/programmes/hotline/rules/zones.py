"""The time zone in which a place reads its clocks."""

from zoneinfo import ZoneInfo

from porchlight.core.places import Place

DEFAULT = "America/New_York"
# The zone in which most people of the state live; a few counties keep another, which the
# read-back shows («6:00 PM CST»), so that a wrong one is seen. Source: 49 CFR part 71.
_STATES = {
    DEFAULT: "CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV",
    "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
    "America/Denver": "CO ID MT NM UT WY",
    "America/Los_Angeles": "CA NV OR WA",
    "America/Phoenix": "AZ",
    "America/Anchorage": "AK",
    "Pacific/Honolulu": "HI",
    "America/Puerto_Rico": "PR",
    "America/St_Thomas": "VI",
    "Pacific/Guam": "GU",
    "Pacific/Saipan": "MP",
    "Pacific/Pago_Pago": "AS",
}
_MOSTLY = {state: zone for zone, states in _STATES.items() for state in states.split()}
# Counties with many people that keep another zone than most of their state.
_OTHERWISE: dict[str, str] = {
    "48141": "America/Denver",  # El Paso, TX
    "48229": "America/Denver",  # Hudspeth, TX
    "12033": "America/Chicago",  # Escambia, FL
    "12113": "America/Chicago",  # Santa Rosa, FL
    "12091": "America/Chicago",  # Okaloosa, FL
    "12005": "America/Chicago",  # Bay, FL
    "47093": DEFAULT,  # Knox, TN
    "47065": DEFAULT,  # Hamilton, TN
    "18089": "America/Chicago",  # Lake, IN
    "18127": "America/Chicago",  # Porter, IN
    "18163": "America/Chicago",  # Vanderburgh, IN
    "21227": "America/Chicago",  # Warren, KY
    "46103": "America/Denver",  # Pennington, SD
}


def zone_of(place: Place | None, otherwise: str = DEFAULT) -> ZoneInfo:
    """
    Return the zone of a place; ``otherwise`` where it is not known.

    >>> zone_of(Place("Reno, NV", state="NV")).key
    'America/Los_Angeles'
    """
    if place is None:
        return ZoneInfo(otherwise)
    return ZoneInfo(_OTHERWISE.get(place.county_fips) or _MOSTLY.get(place.state) or otherwise)
