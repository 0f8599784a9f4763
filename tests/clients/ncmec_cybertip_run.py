"""
Drives the public client ``ncmec-cybertip`` as its users do; run by the Python that has it. Prints
what happened as JSON, for test_ncmec_cybertip.py to judge. Nothing of the client is changed but
the address it is given. All people are invented, the file is counted bytes.
"""

import asyncio
import json
import sys
from datetime import UTC, date, datetime

import ncmec_cybertip as api
from ncmec_cybertip.client import CyberTiplineClient
from ncmec_cybertip.common import (
    Address,
    ContactPerson,
    DeviceId,
    Email,
    EstimatedLocation,
    IpCaptureEvent,
    Person,
    Phone,
)
from ncmec_cybertip.enums import (
    AddressType,
    AssociatedAccountType,
    DetailsType,
    EmailType,
    EventName,
    FileRelevance,
    IncidentType,
    IndustryClassification,
)
from ncmec_cybertip.exceptions import ApiError
from ncmec_cybertip.files import Details, FileAnnotations, FileDetails, NameValuePair, file_hashes
from ncmec_cybertip.report import (
    AssociatedAccount,
    ChatImIncident,
    IncidentSummary,
    IntendedRecipient,
    InternetDetails,
    LawEnforcement,
    PersonOrUserReported,
    Report,
    ReportAnnotations,
    Reporter,
    Victim,
    WebPageIncident,
)

THEN = datetime(2026, 10, 15, 8, 30, tzinfo=UTC)
CONTENT = bytes(range(256)) * 64


def summary(**more):
    kind = IncidentType("Online Enticement of Children for Sexual Acts")
    return IncidentSummary(incident_type=kind, incident_date_time=THEN, **more)


def reporter():
    return Reporter(
        reporting_person=Person(
            first_name="Robin", last_name="Invented", email=[Email(value="robin@provider.example")]
        ),
        contact_person=ContactPerson(first_name="Sam", phone=[Phone(value="703 555 0123")]),
        legal_url="https://provider.example/legal",
    )


def smallest(**more):
    return Report(incident_summary=summary(), reporter=reporter(), **more)


def fullest():
    capture = IpCaptureEvent(
        ip_address="192.0.2.44",
        event_name=EventName("Login"),
        date_time=THEN,
        possible_proxy=False,
        port=443,
    )
    device = DeviceId(id_type="IMEI", id_value="490154203237518", date_time=THEN)
    person = Person(
        first_name="Pat",
        last_name="Imaginary & Sons",
        phone=[Phone(value="703 555 0199", country_calling_code="+1")],
        email=[Email(value="pat@mail.example", type=EmailType("Home"), verified=True)],
        address=[Address(type=AddressType("Home"), city="Reno", state="NV", country="US")],
        age=41,
        date_of_birth=date(1985, 1, 2),
    )
    return Report(
        incident_summary=summary(
            platform="Chatterbee",
            escalate_to_high_priority="A meeting is planned for tomorrow",
            report_annotations=ReportAnnotations(sextortion=True),
            incident_date_time_description="When the message was sent",
        ),
        internet_details=[
            InternetDetails(web_page_incident=WebPageIncident(url=["https://a.example/p"])),
            InternetDetails(chat_im_incident=ChatImIncident(content="<hello> & so on")),
        ],
        reporter=reporter(),
        person_or_user_reported=PersonOrUserReported(
            person=person,
            esp_identifier="u-1",
            screen_name="pat41",
            display_name=["Pat", "Pät"],
            ip_capture_event=[capture],
            device_id=[device],
            estimated_location=EstimatedLocation(city="Reno", region="NV", country_code="US"),
        ),
        intended_recipient=[IntendedRecipient(screen_name="kid12")],
        victim=[Victim(person=Person(age=12), screen_name="kid12", school_name="Invented School")],
        additional_info="Invented from beginning to end",
    )


async def code_of(call):
    try:
        answer = await call
    except ApiError as error:
        return {
            "code": int(error.response_code),
            "description": error.description,
            "request_id": error.request_id,
        }
    return {"code": 0, "report_id": answer.report_id}


async def whole_life(client, report):
    number = (await client.submit(report)).report_id
    uploaded = await client.upload(number, CONTENT, filename="counted.bin")
    await client.file_info(
        FileDetails(
            report_id=number,
            file_id=uploaded.file_id,
            original_file_name="counted.bin",
            uploaded_to_esp_timestamp=THEN,
            file_viewed_by_esp=True,
            file_relevance=FileRelevance("Reported"),
            file_annotations=FileAnnotations(viral=True),
            industry_classification=IndustryClassification("B2"),
            original_file_hash=file_hashes(CONTENT),
            ip_capture_event=IpCaptureEvent(ip_address="2001:db8::7", date_time=THEN),
        )
    )
    second = await client.upload(number, CONTENT + b"!", filename="other.bin")
    done = await client.finish(number)
    again = await client.finish(number)
    return {
        "number": number,
        "hash": uploaded.hash,
        "files": [uploaded.file_id, second.file_id],
        "done": list(done.files.file_id),
        "again": list(again.files.file_id),
        "late": await code_of(client.upload(number, b"x")),
        "late_retract": await code_of(client.retract(number)),
    }


def mistakes(number, file_id):
    reported = PersonOrUserReported(
        screen_name="a",
        associated_account=[
            AssociatedAccount(
                account_type=next(iter(AssociatedAccountType)), third_party_user=True, platform="x"
            )
        ],
    )
    served = LawEnforcement(
        agency_name="A", flea_country="MX", served_legal_process_international=True
    )
    reporter_2026 = reporter()
    reporter_2026.reporting_person.age_assertion_discrepancy = True
    informational = smallest()
    informational.incident_summary.report_annotations = ReportAnnotations(informational=True)
    discrepancy = Report(incident_summary=summary(), reporter=reporter_2026)
    pair = NameValuePair(type=next(iter(DetailsType)), name="Model", value="Invented")
    typed = FileDetails(
        report_id=number, file_id=file_id, details=[Details(name_value_pair=[pair])]
    )
    return {
        "associated_account": smallest(person_or_user_reported=reported),
        "flea_country": smallest(law_enforcement=served),
        "informational": informational,
        "discrepancy": discrepancy,
    }, typed


async def main(url, user):
    told = {"version": getattr(api, "__version__", "")}
    async with CyberTiplineClient(
        username=user, password="sandbox", base_url=f"{url}/ispws"
    ) as client:
        told["status"] = (await client.status()).response_description
        told["xsd"] = len(await client.get_xsd())
        told["smallest"] = await whole_life(client, smallest())
        told["fullest"] = await whole_life(client, fullest())
        number = (await client.submit(smallest())).report_id
        told["retract"] = await code_of(client.retract(number))
        told["finish_retracted"] = await code_of(client.finish(number))
        told["unknown"] = await code_of(client.finish(12345))
        number = (await client.submit(smallest())).report_id
        file_id = (await client.upload(number, CONTENT)).file_id
        documents, typed = mistakes(number, file_id)
        for name, document in documents.items():
            told[name] = await code_of(client.submit(document))
        told["typed_details"] = await code_of(client.file_info(typed))
        future = smallest()
        future.incident_summary.incident_date_time = datetime(2099, 1, 1, tzinfo=UTC)
        told["future"] = await code_of(client.submit(future))
    async with CyberTiplineClient(
        username=user, password="wrong", base_url=f"{url}/ispws"
    ) as stranger:
        told["stranger"] = await code_of(stranger.status())
    sys.stdout.write(json.dumps(told))


asyncio.run(main(*sys.argv[1:3]))
