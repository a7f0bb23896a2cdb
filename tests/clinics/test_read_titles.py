"""The command that reads titles from a file."""

import json

import pytest
from django.core.management import CommandError, call_command


def read(path, capsys):
    call_command("read_titles", str(path))
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_table_gives_one_object_a_line(tmp_path, capsys):
    path = tmp_path / "t.csv"
    path.write_text("class,treatment\n2,自己脂肪由来幹細胞を用いた糖尿病の治療\n", encoding="utf-8")
    [said] = read(path, capsys)
    assert (said["origin"], said["product"], said["route"]) == ("own", "fat_msc", None)
    assert said["conditions"] == ["diabetes_ns"]
    assert said["words"]["conditions"] == ["糖尿病"]
    assert said["class_agrees"] is True


def test_a_plain_text_gives_one_object_a_title(tmp_path, capsys):
    path = tmp_path / "t.txt"
    path.write_text("関節腔内を除くPRPの治療\n自己免疫疾患の治療\n", encoding="utf-8")
    first, second = read(path, capsys)
    assert first["route"] is None
    assert second["origin"] is None


def test_a_table_without_titles_is_refused_in_words(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("name,price\na,1\n", encoding="utf-8")
    with pytest.raises(CommandError, match="missing columns title"):
        call_command("read_titles", str(path))
