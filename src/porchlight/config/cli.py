"""The ``porchlight`` command."""

import getpass
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, TextIO

import click
import psycopg
from django.db.utils import OperationalError, ProgrammingError

from porchlight.config import alone, embedded, supervisor
from porchlight.config.environment import Environment, SettingsWrong, read


class Commands(click.Group):
    """Tells whoever typed a command in a sentence why it cannot be done, and exits with 2."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (OperationalError, psycopg.OperationalError) as error:
            raise click.UsageError(
                f"The database does not answer.\n{_first_line(error)}"
            ) from error
        except ProgrammingError as error:
            if not isinstance(error.__cause__, psycopg.errors.UndefinedTable):
                raise
            raise click.UsageError(
                "The database has no tables yet, or older ones: run «porchlight migrate» first."
            ) from error
        except (PermissionError, FileNotFoundError, FileExistsError, NotADirectoryError) as error:
            raise click.UsageError(f"{error.strerror}: {error.filename}") from error


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


def prepare(process: str = "command") -> Environment:
    """Prove the settings, start the embedded database when none is named, set Django up."""
    os.environ["PORCHLIGHT_PROCESS"] = process
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "porchlight.config.settings")
    environment = _proven()
    if environment.database_url is None:
        os.environ["DATABASE_URL"] = embedded.start(Path(environment.home))
    import_module("django").setup()
    return environment


def _proven() -> Environment:
    try:
        return read()
    except SettingsWrong as wrong:
        raise click.UsageError(f"Porchlight cannot start:\n{wrong}") from wrong


def _django(*words: str) -> None:
    import_module("django.core.management").call_command(*words, verbosity=0)


@click.group(cls=Commands)
@click.version_option(package_name="porchlight")
def main() -> None:
    """Run a clearinghouse for missing and exploited children."""


class Bind(click.ParamType[str]):
    """An address with a port, such as 127.0.0.1:8000."""

    name = "address"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return it as it was given."""
        try:
            alone.address(value)
        except alone.CannotRun as refused:
            self.fail(str(refused), param, ctx)
        return value


MANY = click.IntRange(1, 1_000_000)
FEW = click.IntRange(1, 256)


@main.command()
@click.option("--public-bind", type=Bind(), default="127.0.0.1:8000", show_default=True)
@click.option("--console-bind", type=Bind(), default="127.0.0.1:8001", show_default=True)
@click.option(
    "--cases", default=200, type=MANY, show_default=True, help="Demonstration cases when empty."
)
def run(public_bind: str, console_bind: str, cases: int) -> None:
    """Set up and run everything on this machine until Ctrl-C."""
    os.environ.setdefault("PORCHLIGHT_PUBLIC_URL", f"http://{public_bind}")
    # A passkey belongs to a name, never to a number.
    console = console_bind.replace("127.0.0.1", "localhost")
    os.environ.setdefault("PORCHLIGHT_CONSOLE_URL", f"http://{console}")
    home = _proven().home
    try:
        with alone.alone(home):
            alone.stop_left_over(home, click.echo)
            alone.prove_free(public_bind, console_bind)
            _run(public_bind, console_bind, cases)
    except alone.CannotRun as refused:
        raise click.UsageError(str(refused)) from refused


def _run(public_bind: str, console_bind: str, cases: int) -> None:
    own_database = "DATABASE_URL" not in os.environ
    environment = prepare()
    home = Path(environment.home)
    click.echo("Bringing the database up to date …")
    _django("migrate")
    _django("collectstatic", "--no-input")
    if environment.mode == "demo":
        # Below demo stand all programmes: imported when the settings are proven.
        import_module("porchlight.demo.town").fill_when_empty(cases=cases, tell=click.echo)
        click.echo(import_module("porchlight.demo.cast").sign_in_sheet())
    click.echo(f"\nPublic site   {environment.public_url}")
    click.echo(f"Console       {environment.console_url}/\nStop with Ctrl-C.\n")
    watch = (lambda: embedded.ensure_running(home)) if own_database else (lambda: None)
    supervisor.Supervisor(
        supervisor.children(home, public_bind, console_bind),
        watch,
        lambda pids: alone.note(home, pids),
    ).run()
    if own_database:
        embedded.stop(home)
    click.echo("Everything has stopped.")


@main.command()
def migrate() -> None:
    """Bring the database (tables, roles, rights) and the collected static files up to date."""
    prepare()
    _django("migrate")
    _django("collectstatic", "--no-input")
    click.echo("The database is up to date.")


@main.command()
@click.option("--site", type=click.Choice(["public", "console"]), required=True)
@click.option("--bind", type=Bind(), default="127.0.0.1:8000", show_default=True)
@click.option("--workers", default=2, type=FEW, show_default=True)
@click.option("--threads", default=4, type=FEW, show_default=True)
def web(site: str, bind: str, workers: int, threads: int) -> None:
    """Serve the public site, or the console of staff, partners and families."""
    prepare(site)
    settings = {
        "bind": bind,
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "timeout": 60,
        "graceful_timeout": 10,
        "limit_request_line": 4094,
        "limit_request_fields": 60,
        "max_requests": 20000,
        "max_requests_jitter": 2000,
        "forwarded_allow_ips": os.environ.get("PORCHLIGHT_PROXY_ADDRESSES", "127.0.0.1"),
        "control_socket_disable": True,
    }
    import_module("porchlight.config.server").serve(settings)


@main.command("cybertip-sandbox")
@click.option("--bind", type=Bind(), default="127.0.0.1:8090", show_default=True)
@click.option("--home", type=click.Path(path_type=Path), help="Keep what arrives in this folder.")
@click.option("--workers", default=2, show_default=True)
def cybertip_sandbox(bind: str, home: Path | None, workers: int) -> None:
    """Serve the CyberTipline reporting API alone, to try a client against, until Ctrl-C."""
    home = home or Path(tempfile.mkdtemp(prefix="cybertip-sandbox-"))
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o755)  # the database's own user must be able to enter it
    os.environ["PORCHLIGHT_HOME"] = str(home)
    os.environ["PORCHLIGHT_CONSOLE_URL"] = f"http://{bind}"
    os.environ["PORCHLIGHT_HASHED_STATIC"] = "false"
    os.environ.pop("DATABASE_URL", None)
    # The tables are their owner's work; the server has an application's rights only.
    subprocess.run([*supervisor.porchlight("prepare-sandbox")], check=True)  # noqa: S603 our own
    prepare("sandbox")
    sandbox = import_module("porchlight.config.sandbox")
    click.echo(f"The reporting API answers at http://{bind}/ispws")
    for name in sandbox.PROVIDERS:
        click.echo(f"  {name}: user {name}, password {sandbox.PASSWORD}")
    click.echo(f"What arrived is shown at http://{bind}/")
    settings: dict[str, object] = {"bind": bind, "workers": workers, "threads": 4}
    settings |= {"worker_class": "gthread", "control_socket_disable": True}
    import_module("porchlight.config.server").serve(settings)


@main.command("verify-receipt")
@click.argument("receipt", type=click.File())
@click.option("--keys", type=click.Path(exists=True, path_type=Path), help="Folder of keys.")
@click.option("--public-key", "public", multiple=True, help="A public key, 64 hexadecimal figures.")
def verify_receipt(receipt: TextIO, keys: Path | None, public: tuple[str, ...]) -> None:
    """Prove that a receipt (a file, or - for the input) was signed by us, and say what it says."""
    rules = import_module("porchlight.programmes.cybertips.rules.receipts")
    signing = import_module("porchlight.core.signing")
    folder = keys or _proven().home / "keys" / "signing"
    try:
        known = [signing.public_key(each) for each in public] or signing.public_keys(folder)
    except ValueError as wrong:
        raise click.UsageError("A public key has 64 hexadecimal figures.") from wrong
    try:
        said = rules.verified(receipt.read(), known)
    except rules.NotGenuine as wrong:
        click.echo(f"NOT genuine: {wrong}")
        sys.exit(1)
    for name, value in said.items():
        click.echo(f"{name}: {value}")


@main.command("prepare-sandbox", hidden=True)
def prepare_sandbox() -> None:
    """Make the sandbox's tables and its two providers."""
    prepare()
    _django("migrate")
    _django("collectstatic", "--no-input")
    import_module("porchlight.config.sandbox").enter(datetime.now(UTC))


@main.command()
@click.option("--concurrency", default=2, type=FEW, show_default=True)
def worker(concurrency: int) -> None:
    """Run queued and scheduled jobs."""
    prepare("worker")
    app = import_module("procrastinate.contrib.django").app
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(concurrency=concurrency, delete_jobs="never", name="worker")


@main.command()
@click.option("--all", "everything", is_flag=True, help="Not only what changed since.")
def match(everything: bool) -> None:
    """Compare missing children with unidentified persons, and keep the pairs worth a look."""
    prepare()
    search = import_module("porchlight.programmes.matching.actions.pairings").search
    house = import_module("porchlight.core.viewer").house_viewer("match")

    def progress(step: str, done: int, total: int) -> None:
        click.echo(f"\r{step}: {done:,} of {total:,}", nl=done >= total)

    now = datetime.now(UTC)
    kept = search(everything=everything, by=house, now=now, progress=progress)
    seconds = (datetime.now(UTC) - now).total_seconds()
    click.echo(f"{kept:,} pairs are new or changed ({seconds:.1f} s).")


@main.command()
@click.option("--cases", default=200, type=MANY, show_default=True)
@click.option("--seed", default=1, show_default=True)
def demo(cases: int, seed: int) -> None:
    """Fill the database with invented people and cases."""
    environment = prepare()
    if environment.mode != "demo":
        raise click.UsageError("Demonstration data never goes into a production database.")
    _django("migrate")
    import_module("porchlight.demo.town").fill(cases=cases, seed=seed, tell=click.echo)


@main.command("demo-code")
@click.option("--only", is_flag=True, help="The six figures alone, for scripts.")
def demo_code(only: bool) -> None:
    """Print the demonstration sign-ins and the code that their second factor shows now."""
    environment = prepare()
    if environment.mode != "demo":
        raise click.UsageError("There are no demonstration sign-ins in production.")
    cast = import_module("porchlight.demo.cast")
    click.echo(cast.code(datetime.now(UTC)) if only else cast.sign_in_sheet())


@main.command("create-user")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--role", required=True, help="One of the roles in docs/generated/permissions.md")
@click.option("--language", default="en", show_default=True)
def create_user(email: str, name: str, role: str, language: str) -> None:
    """Create an account; it enrols its second factor at the first sign-in."""
    prepare()
    password = os.environ.get("PORCHLIGHT_PASSWORD") or getpass.getpass("Password: ")
    actions = import_module("porchlight.house.accounts.actions")
    problem = import_module("porchlight.core.errors").Problem
    manage = import_module("porchlight.house.accounts.permissions").MANAGE
    viewer = import_module("porchlight.core.viewer").house_viewer
    by = viewer("create-user", frozenset({manage}))
    words = {"password": password, "language": language}
    try:
        actions.create_account(email, name, role, **words, by=by, now=datetime.now(UTC))
    except problem as refused:
        raise click.UsageError(str(refused)) from refused
    click.echo(f"Created {email}.")


@main.command("verify-audit")
def verify_audit() -> None:
    """Prove that the audit trail is whole; name the first row that is not."""
    prepare()
    report = import_module("porchlight.house.audit.verify").verify()
    click.echo(report.sentence)
    sys.exit(0 if report.whole else 1)


@main.command()
@click.argument("target", type=click.Path(path_type=Path))
def backup(target: Path) -> None:
    """Write database and files to a new folder TARGET, with counts and checksums."""
    prepare()
    try:
        click.echo(import_module("porchlight.config.backup").write(target))
    except FileExistsError as error:
        raise click.UsageError(str(error)) from error


@main.command()
@click.argument("source", type=click.Path(exists=True, path_type=Path))
def restore(source: Path) -> None:
    """Read the backup in SOURCE into an empty database and prove it by counts and checksums."""
    prepare()
    module = import_module("porchlight.config.backup")
    try:
        click.echo(module.read(source))
    except module.CannotRestore as error:
        raise click.UsageError(str(error)) from error


@main.group()
def keys() -> None:
    """List, renew and destroy the keys of sealed files."""


@keys.command("list")
def list_keys() -> None:
    """Show each key, whether it opens here, and how many files need it."""
    prepare()
    for line in import_module("porchlight.config.keychain").listed():
        click.echo(line)


COMPARTMENT = click.argument(
    "compartment", type=click.Choice(["public_drop", "desk", "case", "vault"])
)


@keys.command("renew")
@COMPARTMENT
def renew_key(compartment: str) -> None:
    """Make a new key for COMPARTMENT and wrap the keys of its files with it."""
    _keys("renew", compartment)


@keys.command("rewrap")
@COMPARTMENT
def rewrap_keys(compartment: str) -> None:
    """Go on where renewing COMPARTMENT was broken off."""
    _keys("rewrap", compartment)


@keys.command("destroy")
@COMPARTMENT
@click.argument("key")
def destroy_key(compartment: str, key: str) -> None:
    """Destroy the old KEY of COMPARTMENT, which no file needs: older backups open no more."""
    _keys("destroy", compartment, key)


def _keys(verb: str, *words: str) -> None:
    prepare()
    module = import_module("porchlight.config.keychain")
    try:
        click.echo(getattr(module, verb)(*words, now=datetime.now(UTC)))
    except module.Refused as error:
        raise click.UsageError(str(error)) from error


SHAPES = ("namus-csv", "namus-json", "ncmec-json", "ncmec-rss", "pfif")


@main.command("import-cases")
@click.argument("shape", type=click.Choice(SHAPES))
@click.argument("file", type=click.File("rb"))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def import_cases(shape: str, file: BinaryIO, dry_run: bool) -> None:
    """Take in records of another registry; says of each row what is to be said of it."""
    prepare()
    module = import_module("porchlight.config.importing")
    try:
        for line in module.run(shape, file.read(), dry_run=dry_run, now=datetime.now(UTC)):
            click.echo(line)
    except module.Refused as error:
        raise click.UsageError(str(error)) from error


@main.command()
def check() -> None:
    """Prove settings, database, migrations, rights and files without changing anything."""
    prepare()
    report = import_module("porchlight.config.health").full()
    for line in report.lines:
        click.echo(line)
    sys.exit(0 if report.ready else 1)


@main.command("django-admin", context_settings={"ignore_unknown_options": True}, hidden=True)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def django_admin(words: tuple[str, ...]) -> None:
    """Run a Django management command, for developers."""
    prepare()
    import_module("django.core.management").execute_from_command_line(["porchlight", *words])
