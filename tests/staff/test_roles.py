import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.http import HttpResponse
from django.urls import path

from staff.access import has_role, role_required
from staff.admin_views import register_admin_urls
from staff.roles import BY_NAME, ROLE_NAMES, ROLES, role_label
from tests.staff.factories import make_staff, signed_in


def test_sync_roles_twice_gives_the_same_groups(db, capsys):
    call_command("sync_roles")
    before = {g.name: sorted(g.permissions.values_list("codename", flat=True)) for g in groups()}
    first = capsys.readouterr()
    call_command("sync_roles")
    after = {g.name: sorted(g.permissions.values_list("codename", flat=True)) for g in groups()}
    assert before == after
    assert capsys.readouterr().out == first.out
    assert set(before) >= set(ROLE_NAMES)
    assert "change_user" in after["administrator"]


def groups():
    return Group.objects.order_by("name")


def test_sync_roles_takes_back_what_the_roles_do_not_say(db):
    from django.contrib.auth.models import Permission

    call_command("sync_roles")
    group = Group.objects.get(name="review moderator")
    group.permissions.add(Permission.objects.get(codename="change_user"))
    call_command("sync_roles")
    assert not group.permissions.filter(codename="change_user").exists()


def test_sync_roles_warns_about_a_permission_that_does_not_exist_yet(db, capsys, monkeypatch):
    from staff.management.commands import sync_roles
    from staff.roles import Role

    role = Role("verifier", "V", "V", "", "", ("nowhere.view_nothing", "staff.view_user"))
    monkeypatch.setattr(sync_roles, "ROLES", (role,))
    call_command("sync_roles")
    output = capsys.readouterr()
    assert "no permission nowhere.view_nothing yet" in output.err
    assert "verifier: 1 permissions" in output.out


def test_only_the_quote_coordinator_may_see_quotes():
    may = [role.name for role in ROLES if any(p.startswith("quotes.") for p in role.permissions)]
    assert may == ["quote coordinator"]


def test_nobody_gets_a_right_to_delete():
    # A language is a row of its own on the clinic's page; taking it away is an edit.
    may = {"clinics.delete_cliniclanguage"}
    given = {p for role in ROLES for p in role.permissions} - may
    assert not [p for p in given if ".delete" in p or p.endswith(".*")]


def test_every_role_has_labels_in_both_languages():
    assert all(role.label_ja and role.does_ja and role.label_en for role in ROLES)
    assert role_label("verifier", "ja") == BY_NAME["verifier"].label_ja
    assert role_label("some other group", "en") == "some other group"


@pytest.mark.parametrize("name", ROLE_NAMES)
def test_has_role_asks_for_the_role_itself(db, name):
    others = [other for other in ROLE_NAMES if other != name]
    assert has_role(make_staff(name), name)
    assert not has_role(make_staff(*others), name)
    assert not has_role(make_staff(is_superuser=True), name)
    assert not has_role(make_staff(name, is_active=False), name)


@pytest.mark.parametrize("roles", [(), ("emperor",), ("verifier", "emperor")])
def test_a_guard_without_a_known_role_is_refused_at_start(roles):
    with pytest.raises(ImproperlyConfigured):
        role_required(*roles)


def test_an_unguarded_admin_view_is_refused_at_start():
    def naked(request):
        return HttpResponse("secrets")

    with pytest.raises(ImproperlyConfigured, match="role_required"):
        register_admin_urls("quotes", [path("all/", naked, name="x")])


@pytest.mark.parametrize("role", ["listing editor", "verifier"])
def test_a_language_can_be_taken_off_a_clinic_and_the_clinic_cannot(db, role):
    from clinics.models import ClinicLanguage
    from tests.factories import ClinicFactory

    call_command("sync_roles")
    clinic = ClinicFactory()
    language = ClinicLanguage.objects.create(clinic=clinic, code="en")
    client = signed_in(make_staff(role))
    address = f"/admin/clinics/clinic/{clinic.pk}/change/"
    page = client.get(address)
    form = {**page.context["adminform"].form.initial, "languages-TOTAL_FORMS": "1"}
    form |= {"languages-INITIAL_FORMS": "1", "languages-0-id": language.pk}
    form |= {"languages-0-clinic": clinic.pk, "languages-0-code": "en", "languages-0-how": "staff"}
    form |= {"languages-0-DELETE": "on"}
    sent = client.post(address, {k: "" if v is None else v for k, v in form.items()})
    assert sent.status_code == 302, sent.context["errors"]
    assert not clinic.languages.exists()
    assert (
        client.post(f"/admin/clinics/clinic/{clinic.pk}/delete/", {"post": "yes"}).status_code
        == 403
    )
