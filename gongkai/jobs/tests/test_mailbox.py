"""The mailbox is looked into where it is set, and what is wrong with it is noted."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from gongkai.channels.tests.imap_server import USER, imap_server
from gongkai.channels.tests.servers import HOST
from gongkai.jobs import queries, tasks, tick

pytestmark = pytest.mark.django_db


def test_a_wrong_password_is_noted_and_a_copy_on_trial_leaves_the_mailbox_alone(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not tick._has_mailbox()  # nothing calls out by itself
    with imap_server(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.trusted))
        settings.IMAP_HOST, settings.IMAP_PORT = HOST, server.port
        settings.IMAP_USER, settings.IMAP_PASSWORD = USER, "wrong"
        assert tick._has_mailbox()
        tasks.take_in_mail.func()
        is_well, said = queries.last_outcome(tasks.MAIL) or (True, "")
        assert (is_well, "用户名或密码不对" in said) == (False, True)
        assert not tick._has_mailbox()  # not before five minutes are over
        tasks.Round.objects.update(finished_at=None)
        settings.IMAP_PASSWORD = "right"
        tasks.take_in_mail.func()
        assert (queries.last_outcome(tasks.MAIL) or (False,))[0]
        tasks.Round.objects.update(finished_at=None)
        settings.SENDING = False
        assert not tick._has_mailbox()
