"""Kinds of evidence, and the acts of custody in words."""

from porchlight.core.text import Say, say
from porchlight.programmes.forensics.rules.custody import Act

ITEM_KINDS: dict[str, Say] = {
    "bone": say("Bone"),
    "tooth": say("Tooth"),
    "hair": say("Hair"),
    "tissue": say("Tissue"),
    "swab": say("Cheek swab"),
    "blood": say("Blood card"),
    "extract": say("DNA extract"),
    "toothbrush": say("Toothbrush used by the child alone"),
    "clothing": say("Clothing"),
    "object": say("Object"),
    "document": say("Document"),
    "recording": say("Picture or recording"),
    "soil": say("Soil or pollen"),
    "lift": say("Print lift"),
}
ACT_WORDS: dict[Act, Say] = {
    Act.COLLECTED: say("Collected"),
    Act.SEALED: say("Sealed"),
    Act.STORED: say("Stored"),
    Act.RELEASED: say("Released"),
    Act.SHIPPED: say("Shipped"),
    Act.RECEIVED: say("Received"),
    Act.REFUSED: say("Refused"),
    Act.OPENED: say("Opened"),
    Act.SAMPLED: say("Sampled"),
    Act.CONSUMED: say("Used up"),
    Act.RETURNED: say("Returned"),
    Act.DESTROYED: say("Destroyed"),
    Act.DIGITISED: say("Digitized"),
    Act.CORRECTED: say("Correction"),
}
