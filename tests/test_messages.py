"""Every mistake that the check must catch, and the exact words in which it tells it.

A case is the small data with one change, and every message that the check then gives.
"""

from __future__ import annotations

import re

import pytest

import small_data
from imhsite.reading.catalog import read
from imhsite.model.records import KINDS, declared_fields
from small_data import FILES, replaced

LABELS, LEVELS, NEEDS, PROGRAMS = "labels.yaml", "levels.yaml", "needs.yaml", "programs.yaml"
SETTINGS, SPANISH, STEPS, TOWNS = "settings.yaml", "es/labels.yaml", "steps.yaml", "towns.yaml"
SECOND_AT = FILES[PROGRAMS].index("minding-the-baby:")
FIRST, SECOND = FILES[PROGRAMS][:SECOND_AT], FILES[PROGRAMS][SECOND_AT:]
PROGRAM_FIELDS = ", ".join(declared_fields(KINDS["programs"]))
BOMB = "a: &a [x, x]\n" + "".join(f"{name}: &{name} [*{above}, *{above}]\n" for above, name in zip("abcdefgh", "bcdefghi"))

CODE = r"(?!invalid$)[a-z0-9]+(-[a-z0-9]+)*"  # a slug, and never the one that says nothing

FORM = [
    (
        "a tab for indentation",
        replaced(PROGRAMS, "  section", "\tsection"),
        [
            'data/programs.yaml:3:1: child-first: write spaces instead of the tab; got "section: families"',
        ],
    ),
    (
        "a tab inside a text",
        replaced(PROGRAMS, "Home visits.", "Home\tvisits."),
        [
            'data/programs.yaml:6:26: child-first: write spaces instead of the tab; got "for_professionals: Home\\tvisits."',
        ],
    ),
    (
        "another kind of space for indentation",
        replaced(PROGRAMS, "  section", "\xa0\xa0section"),
        [
            'data/programs.yaml:3:1: child-first: write spaces instead of the unusual kind of space; got "section: families"',
        ],
    ),
    (
        "a field with too little indentation",
        replaced(PROGRAMS, "  section", " section"),
        [
            'data/programs.yaml:3:2: child-first: indent this line like the lines around it; got "section: families"',
        ],
    ),
    (
        "a field with too much indentation",
        replaced(PROGRAMS, "  section", "   section"),
        [
            'data/programs.yaml:3:11: child-first: indent this line like the lines around it, and write the line above as "name: value"; got "section: families"',
        ],
    ),
    (
        "a field at the margin",
        replaced(PROGRAMS, "  section", "section"),
        [
            'data/programs.yaml:3:1: child-first: indent this line like the lines around it; got "section: families"',
        ],
    ),
    (
        "all fields at the margin",
        {SETTINGS: "home:\nname: At home\n"},
        [
            'data/settings.yaml:2: home: name: indent this field under its record; got "At home"',
        ],
    ),
    (
        "all fields of a record at the margin",
        {PROGRAMS: FIRST.replace("  ", "") + SECOND},
        [
            'data/programs.yaml:2: child-first: name: indent this field under its record; got "Child First"',
        ],
    ),
    (
        "all records with indentation",
        {SETTINGS: "  home:\n    name: At home\n  school:\n    name: At school\n"},
        [
            'data/settings.yaml:1:3: home: write the record name at the start of the line, with no spaces before it; got "home"',
        ],
    ),
    (
        "the last field at the margin",
        replaced(PROGRAMS, "  sources: [report]\n", "sources: [report]\n"),
        [
            "data/programs.yaml:11: child-first: sources: indent this field under its record; got a list",
        ],
    ),
    (
        "a text that goes on at the margin",
        replaced(PROGRAMS, "People come to your home.", "People come\nto your home."),
        [
            'data/programs.yaml:6:1: child-first: indent this line, or put a colon after it if it is the name of a record; got "to your home."',
        ],
    ),
    (
        "the name of the first record without a colon",
        replaced(PROGRAMS, "child-first:", "child-first"),
        [
            'data/programs.yaml:1:1: indent this line, or put a colon after it if it is the name of a record; got "child-first"',
        ],
    ),
    (
        "the name of a later record without a colon",
        replaced(PROGRAMS, "minding-the-baby:", "minding-the-baby"),
        [
            'data/programs.yaml:13:1: child-first: indent this line, or put a colon after it if it is the name of a record; got "minding-the-baby"',
        ],
    ),
    (
        "a field without a colon",
        replaced(PROGRAMS, "name: Child", "name Child"),
        [
            'data/programs.yaml:3:10: child-first: indent this line like the lines around it, and write the line above as "name: value"; got "section: families"',
        ],
    ),
    (
        "a field without a blank after its colon",
        replaced(PROGRAMS, "name: Child", "name:Child"),
        [
            'data/programs.yaml:3:10: child-first: indent this line like the lines around it, and write the line above as "name: value"; got "section: families"',
        ],
    ),
    (
        "a quotation mark that is never closed",
        replaced(PROGRAMS, "name: Child", 'name: "Child'),
        [
            'data/programs.yaml:2:9: child-first: close the quotation mark that is opened here; got \'name: "Child First\'',
        ],
    ),
    (
        "a quotation mark that the next one closes",
        replaced(PROGRAMS, "name: Child First\n  section: families", 'name: "Child First\n  section: "families"'),
        [
            'data/programs.yaml:3:13: child-first: close every quotation mark, here and above, and write \\" for one inside a text; got \'section: "families"\'',
        ],
    ),
    (
        "quotation marks in quotation marks",
        replaced(PROGRAMS, "name: Child First", 'name: "The "Child First" program"'),
        [
            'data/programs.yaml:2:15: child-first: close every quotation mark, here and above, and write \\" for one inside a text; got \'name: "The "Child First" program"\'',
        ],
    ),
    (
        "a backslash in quotation marks",
        replaced(PROGRAMS, "name: Child First", 'name: "Child \\First"'),
        [
            'data/programs.yaml:2:16: child-first: write the backslash twice; got \'name: "Child \\First"\'',
        ],
    ),
    (
        "a colon in a text",
        replaced(PROGRAMS, "name: Child", "name: Child: the"),
        [
            'data/programs.yaml:2:14: child-first: put the text in "quotation marks", because it has ": " in it; got "name: Child: the First"',
        ],
    ),
    (
        "a text that starts with a percent sign",
        replaced(PROGRAMS, "name: Child", "name: %Child"),
        [
            'data/programs.yaml:2:9: child-first: put the text in "quotation marks"; got "name: %Child First"',
        ],
    ),
    (
        "a text that starts with an at sign",
        replaced(PROGRAMS, "name: Child", "name: @Child"),
        [
            'data/programs.yaml:2:9: child-first: put the text in "quotation marks"; got "name: @Child First"',
        ],
    ),
    (
        "a text that starts with a bar",
        replaced(PROGRAMS, "name: Child", "name: | Child"),
        [
            'data/programs.yaml:2:11: child-first: put the text in "quotation marks"; got "name: | Child First"',
        ],
    ),
    (
        "a text that starts with an asterisk",
        replaced(PROGRAMS, "name: Child", "name: *Child"),
        [
            'data/programs.yaml:2:9: child-first: put text that starts with * in quotation marks; got "*Child"',
        ],
    ),
    (
        "an anchor",
        replaced(PROGRAMS, "name: Child", "name: &Child"),
        [
            'data/programs.yaml:2:9: child-first: put text that starts with & in quotation marks; got "&Child"',
        ],
    ),
    (
        "a tag",
        replaced(PROGRAMS, "name: Child", "name: !Child"),
        [
            'data/programs.yaml:2:9: child-first: put text that starts with ! in quotation marks; got "!Child"',
        ],
    ),
    (
        "a tag that makes Python objects",
        replaced(PROGRAMS, "name: Child First", "name: !!python/object/apply:os.system [ls]"),
        [
            'data/programs.yaml:2:9: child-first: put text that starts with ! in quotation marks; got "!!python/object/apply:os.system"',
        ],
    ),
    (
        "a merge of records",
        replaced(PROGRAMS, "  name: Child First", "  <<: *other\n  name: Child First"),
        [
            'data/programs.yaml:2:7: child-first: put text that starts with * in quotation marks; got "*other"',
        ],
    ),
    (
        "a list that is never closed",
        replaced(PROGRAMS, "[bonding]", "[bonding"),
        [
            'data/programs.yaml:9:10: child-first: close the list with "]", and put a comma between its items; got "needs: [bonding"',
        ],
    ),
    (
        "a list that ends with the file",
        {NEEDS: "bonding:\n  name: Bonding\n  also: [attachment,"},
        [
            'data/needs.yaml:3:21: bonding: write an item after each comma, and close the list with "]"; got "also: [attachment,"',
        ],
    ),
    (
        "a list with two commas",
        replaced(PROGRAMS, "[bonding, stress]", "[bonding,, stress]"),
        [
            'data/programs.yaml:21:19: minding-the-baby: write an item after each comma, and close the list with "]"; got "needs: [bonding,, stress]"',
        ],
    ),
    (
        "a sign that YAML knows before a text",
        replaced(PROGRAMS, "[ashford, south]", "[!ashford, south]"),
        [
            'data/programs.yaml:20:12: minding-the-baby: put text that starts with ! in quotation marks; got "!ashford"',
        ],
    ),
    (
        "a sign that YAML knows after a list",
        replaced(PROGRAMS, "[ashford, south]", "[ashford, south]?"),
        [
            'data/programs.yaml:20:27: minding-the-baby: put the text in "quotation marks", or delete the character that does not belong here; got "serves: [ashford, south]?"',
        ],
    ),
    (
        "a first record with indentation",
        replaced(PROGRAMS, "child-first:", "  child-first:"),
        [
            'data/programs.yaml:1:3: child-first: write the record name at the start of the line, with no spaces before it; got "child-first"',
        ],
    ),
    (
        "a list that is closed twice",
        replaced(PROGRAMS, "[bonding]", "[bonding]]"),
        [
            'data/programs.yaml:9:19: child-first: delete the rest of this line; got "]"',
        ],
    ),
    (
        "an entry that is never closed",
        replaced(TOWNS, "98.2}", "98.2"),
        [
            'data/towns.yaml:5:9: ashford: close the entry with "}", and put a comma between its parts; got \'zips: {"06278": 98.2\'',
        ],
    ),
    (
        "a list item beside its field",
        replaced(PROGRAMS, "needs: [bonding, stress]", "needs: - bonding"),
        [
            'data/programs.yaml:21:10: minding-the-baby: write this list item on its own line, under its field; got "needs: - bonding"',
        ],
    ),
    (
        "list items with different indentation",
        replaced(PROGRAMS, "needs: [bonding]", "needs:\n    - bonding\n   - stress"),
        [
            'data/programs.yaml:11:4: child-first: indent this line like the lines around it; got "- stress"',
        ],
    ),
    (
        "a name that is a list",
        replaced(PROGRAMS, "  name: Child First", "  ? [name]\n  : Child First"),
        [
            'data/programs.yaml:2:5: child-first: write a name before the colon, as in "name: value"',
        ],
    ),
    (
        "a second document",
        replaced(PROGRAMS, "minding-the-baby:", "---\nminding-the-baby:"),
        [
            'data/programs.yaml:13:1: child-first: delete the line "---"; each file holds one list of records',
        ],
    ),
    (
        "a repeated record",
        {PROGRAMS: FILES[PROGRAMS] + "\n" + FIRST},
        [
            "data/programs.yaml:31:1: child-first: write each name only once; it is also on line 1",
        ],
    ),
    (
        "a record in two files",
        {"programs/north.yaml": FIRST},
        [
            "data/programs/north.yaml:1:1: child-first: write each name only once; it is also at data/programs.yaml:1",
        ],
    ),
    (
        "a repeated field",
        replaced(PROGRAMS, "  section", "  name: Child First\n  section"),
        [
            "data/programs.yaml:3: child-first: name: write the field only once; it is also on line 2",
        ],
    ),
    (
        "a repeated ZIP code",
        replaced(TOWNS, "98.2}", '98.2, "06278": 3}'),
        [
            'data/towns.yaml:5: ashford: zips: write "06278" only once; it is also on line 5',
        ],
    ),
    (
        "a record that is a text",
        replaced(SETTINGS, "home:\n  name: At home", "home: At home"),
        [
            'data/settings.yaml:1:1: home: write the fields of this record under its name, indented; got "At home"',
        ],
    ),
    (
        "a record that is a list",
        replaced(SETTINGS, "  name: At home", "  - At home"),
        [
            "data/settings.yaml:1:1: home: write the fields of this record under its name, indented; got a list",
        ],
    ),
    (
        "a record without fields",
        replaced(SETTINGS, "  name: At home\n", ""),
        [
            "data/settings.yaml:1:1: home: write the fields of this record under its name, indented; got nothing",
        ],
    ),
    (
        "a file that is a list",
        {SETTINGS: "- home\n- school\n"},
        [
            'data/settings.yaml:1:1: write each record as "name:" with indented fields under it; got a list',
        ],
    ),
    (
        "a file that is a text",
        {SETTINGS: "home\n"},
        [
            'data/settings.yaml:1:1: write each record as "name:" with indented fields under it; got "home"',
        ],
    ),
]

FILES_AS_A_WHOLE = [
    (
        "not UTF-8",
        {NEEDS: "bonding:\n  name: bébé\n".encode("cp1252")},
        [
            "data/needs.yaml:2: save the file as UTF-8; got byte 0xe9",
        ],
    ),
    (
        "UTF-16",
        {NEEDS: FILES[NEEDS].encode("utf-16-le")},
        [
            "data/needs.yaml: save the file as UTF-8; got UTF-16",
        ],
    ),
    (
        "UTF-16 with its mark",
        {NEEDS: b"\xff\xfe" + FILES[NEEDS].encode("utf-16-le")},
        [
            "data/needs.yaml: save the file as UTF-8; got UTF-16",
        ],
    ),
    (
        "a byte-order mark",
        {NEEDS: FILES[NEEDS].encode("utf-8-sig")},
        [
            "data/needs.yaml:1:1: save the file as UTF-8 without a byte-order mark; got a byte-order mark",
        ],
    ),
    ("lines that end as on Windows", {file: text.replace("\n", "\r\n") for file, text in FILES.items()}, []),
    ("lines that end as on old Macs", {file: text.replace("\n", "\r") for file, text in FILES.items()}, []),
    ("no end of the last line", {file: text.rstrip() for file, text in FILES.items()}, []),
    ("a document mark at the head", {NEEDS: "---\n" + FILES[NEEDS]}, []),
    (
        "empty",
        {NEEDS: ""},
        [
            "data/needs.yaml:1: write at least one record; the file has none",
        ],
    ),
    (
        "only comments",
        {NEEDS: "# The needs.\n# None so far.\n"},
        [
            "data/needs.yaml:1: write at least one record; the file has none",
        ],
    ),
    (
        "only a document mark",
        {NEEDS: "---\n"},
        [
            "data/needs.yaml:1: write at least one record; the file has none",
        ],
    ),
    (
        "20 MB",
        {NEEDS: FILES[NEEDS] + "#" * 20 * 1024 * 1024},
        [
            "data/needs.yaml: keep a file under 12 MB; move records into a second file; got 20 MB",
        ],
    ),
    (
        "an alias bomb",
        {NEEDS: BOMB},
        [
            'data/needs.yaml:1:4: a: put text that starts with & in quotation marks; got "&a"',
            'data/needs.yaml:2:4: b: put text that starts with & in quotation marks; got "&b"',
            'data/needs.yaml:3:4: c: put text that starts with & in quotation marks; got "&c"',
            'data/needs.yaml:4:4: d: put text that starts with & in quotation marks; got "&d"',
            'data/needs.yaml:5:4: e: put text that starts with & in quotation marks; got "&e"',
            'data/needs.yaml:6:4: f: put text that starts with & in quotation marks; got "&f"',
            'data/needs.yaml:7:4: g: put text that starts with & in quotation marks; got "&g"',
            'data/needs.yaml:8:4: h: put text that starts with & in quotation marks; got "&h"',
            'data/needs.yaml:9:4: i: put text that starts with & in quotation marks; got "&i"',
        ],
    ),
    (
        "300,000 brackets",
        {NEEDS: "[" * 300_000},
        [
            'data/needs.yaml:1:1: indent this line, or put a colon after it if it is the name of a record; got "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[..."',
        ],
    ),
    (
        "300,000 brackets in a field",
        {NEEDS: FILES[NEEDS] + "  also: " + "[" * 300_000},
        [
            "data/needs.yaml:7:15: stress: write no more than 8 lists or entries inside each other",
        ],
    ),
    (
        "300,000 list items in one another",
        {NEEDS: FILES[NEEDS] + "  also: \n    " + "- " * 300_000},
        [
            "data/needs.yaml:8:17: stress: write no more than 8 lists or entries inside each other",
        ],
    ),
    (
        "missing",
        {"association.yaml": None},
        [
            "data/association.yaml: add this file; it is missing",
        ],
    ),
    (
        "misspelt",
        {NEEDS: None, "need.yaml": FILES[NEEDS]},
        [
            'data/need.yaml: rename the file to "needs.yaml"; got "need.yaml"',
        ],
    ),
    (
        "another ending",
        {NEEDS: None, "needs.yml": FILES[NEEDS]},
        [
            'data/needs.yml: rename the file to "needs.yaml"; got "needs.yml"',
        ],
    ),
    (
        "an ending added by an editor",
        {NEEDS: None, "needs.yaml.txt": FILES[NEEDS]},
        [
            'data/needs.yaml.txt: rename the file to "needs.yaml"; got "needs.yaml.txt"',
        ],
    ),
    (
        "capitals",
        {NEEDS: None, "Needs.YAML": FILES[NEEDS]},
        [
            'data/Needs.YAML: rename the file to "needs.yaml"; got "Needs.YAML"',
        ],
    ),
    (
        "an unknown file",
        {"wishes.yaml": FILES[NEEDS]},
        [
            'data/wishes.yaml: name this file after the kind of record in it, such as programs.yaml or programs/north.yaml; got "wishes.yaml". Did you mean "steps.yaml"?',
        ],
    ),
    (
        "an unknown file in a folder",
        {"programms/far-away.yaml": FIRST},
        [
            'data/programms/far-away.yaml: name this file after the kind of record in it, such as programs.yaml or programs/north.yaml; got "far-away.yaml"',
        ],
    ),
    (
        "an unknown file of a language",
        {"es/need.yaml": FILES["es/needs.yaml"]},
        [
            'data/es/need.yaml: name this file after the kind of record in it, such as programs.yaml or programs/north.yaml; got "need.yaml". Did you mean "needs.yaml"?',
        ],
    ),
    ("files that are no data", {"README.md": "Read me", "es/notes.txt": "Notes", ".#needs.yaml": "an editor's own"}, []),
    (
        "a zero-width blank",
        replaced(PROGRAMS, "Child First", "Child\u200b First"),
        [
            "data/programs.yaml:2:14: delete the invisible character; got U+200B",
        ],
    ),
    (
        "a zero-width blank in a reference",
        replaced(PROGRAMS, "[bonding]", "[bond\u200bing]"),
        [
            "data/programs.yaml:9:15: delete the invisible character; got U+200B",
        ],
    ),
    (
        "a mark that turns the order of letters",
        replaced(PROGRAMS, "Child First", "Child \u202eFirst"),
        [
            "data/programs.yaml:2:15: delete the invisible character; got U+202E",
        ],
    ),
    (
        "a line separator",
        replaced(PROGRAMS, "Child First", "Child\u2028First"),
        [
            "data/programs.yaml:2:14: delete the invisible character; got U+2028",
        ],
    ),
    (
        "NUL",
        replaced(PROGRAMS, "Child First", "Child\x00 First"),
        [
            "data/programs.yaml:2:14: delete the invisible character; got U+0000",
        ],
    ),
    (
        "an escaped NUL",
        replaced(PROGRAMS, "name: Child First", 'name: "Child\\0"'),
        [
            "data/programs.yaml:2: child-first: name: delete the invisible character; got U+0000",
        ],
    ),
    ("a joiner, which Persian and emoji need", replaced(PROGRAMS, "name: Child First", "name: Child 👩\u200d👧"), []),
]

FIELDS = [
    (
        "unknown",
        replaced(PROGRAMS, "  phone:", "  colour:"),
        [
            f'data/programs.yaml:24: minding-the-baby: colour: write one of these fields: {PROGRAM_FIELDS}; got "colour"',
        ],
    ),
    (
        "unknown, like an optional one",
        replaced(PROGRAMS, "  phone:", "  phon:"),
        [
            f'data/programs.yaml:24: minding-the-baby: phon: write one of these fields: {PROGRAM_FIELDS}; got "phon". Did you mean "phone"?',
        ],
    ),
    (
        "unknown, like a required one",
        replaced(PROGRAMS, "  ages:", "  agess:"),
        [
            f'data/programs.yaml:7: child-first: agess: write one of these fields: {PROGRAM_FIELDS}; got "agess". Did you mean "ages"?',
        ],
    ),
    (
        "missing",
        replaced(PROGRAMS, "  ages: birth to 2\n", ""),
        [
            'data/programs.yaml:13: minding-the-baby: ages: write this field: Youngest and oldest age of the child, such as birth to 5, or "not stated"',
        ],
    ),
    (
        "two missing",
        replaced(PROGRAMS, "  name: Child First\n  section: families\n", ""),
        [
            "data/programs.yaml:1: child-first: name: write this field: The name that families know",
            "data/programs.yaml:1: child-first: section: write this field: The part of the list it belongs to",
        ],
    ),
    (
        "empty",
        replaced(PROGRAMS, "ages: birth to 2", "ages:"),
        [
            'data/programs.yaml:19: minding-the-baby: ages: write the youngest and the oldest age, such as "birth to 5", or "not stated"; got nothing',
        ],
    ),
    (
        "empty and optional",
        replaced(PROGRAMS, "phone: 860-555-0100", "phone:"),
        [
            "data/programs.yaml:24: minding-the-baby: phone: write a phone number, such as 860-555-0100, or delete the field; got nothing",
        ],
    ),
    (
        "empty text",
        replaced(PROGRAMS, "name: Child First", 'name: ""'),
        [
            "data/programs.yaml:2: child-first: name: write text on one line; got nothing",
        ],
    ),
    (
        "empty list",
        replaced(PROGRAMS, "needs: [bonding]", "needs: []"),
        [
            "data/programs.yaml:9: child-first: needs: write a list, such as [bonding, stress]; got an empty list",
        ],
    ),
    (
        "blank text",
        replaced(PROGRAMS, "name: Child First", 'name: " "'),
        [
            'data/programs.yaml:2: child-first: name: write text on one line; got " "',
        ],
    ),
    (
        "a list for a text",
        replaced(PROGRAMS, "name: Child First", "name: [Child First]"),
        [
            "data/programs.yaml:2: child-first: name: write text on one line; got a list",
        ],
    ),
    (
        "fields for a text",
        replaced(PROGRAMS, "name: Child First", "name:\n    en: Child First"),
        [
            "data/programs.yaml:3: child-first: name: write text on one line; got fields of its own",
        ],
    ),
    (
        "a text for a list",
        replaced(PROGRAMS, "[bonding, stress]", "bonding, stress"),
        [
            'data/programs.yaml:21: minding-the-baby: needs: write a list, such as [bonding, stress]; got "bonding, stress"',
        ],
    ),
    (
        "fields for a list",
        replaced(PROGRAMS, "[bonding]", "{bonding: true}"),
        [
            "data/programs.yaml:9: child-first: needs: write a list, such as [bonding, stress]; got fields of its own",
        ],
    ),
    (
        "list items without a blank",
        replaced(PROGRAMS, "needs: [bonding, stress]", "needs:\n    -bonding\n    -stress"),
        [
            'data/programs.yaml:22: minding-the-baby: needs: write a list, such as [bonding, stress]; got "-bonding -stress"',
        ],
    ),
    (
        "a list for a number",
        replaced(LEVELS, "exam: no exam", "exam: no exam\n  supervision_hours: [24]"),
        [
            "data/levels.yaml:9: associate: supervision_hours: write a whole number in digits, such as 24; got a list",
        ],
    ),
    (
        "words for a number",
        replaced(LEVELS, "exam: no exam", "exam: no exam\n  supervision_hours: two years"),
        [
            'data/levels.yaml:9: associate: supervision_hours: write a whole number in digits, such as 24; got "two years"',
        ],
    ),
    (
        "two lines",
        replaced(PROGRAMS, "name: Child First", "name: |\n    Child\n    First"),
        [
            'data/programs.yaml:2: child-first: name: write text on one line; got "Child\\nFirst\\n"',
        ],
    ),
    (
        "too long",
        replaced(PROGRAMS, "name: Child First", "name: " + "x" * 401),
        [
            "data/programs.yaml:2: child-first: name: write at most 400 characters; got 401 characters",
        ],
    ),
    (
        "a word that is no choice",
        replaced(PROGRAMS, "status: unchecked", "status: uncheked"),
        [
            'data/programs.yaml:10: child-first: status: write one of active, listed, unchecked, ended; got "uncheked". Did you mean "unchecked"?',
        ],
    ),
    (
        "no for a choice",
        replaced(PROGRAMS, "status: unchecked", "status: no"),
        [
            'data/programs.yaml:10: child-first: status: write "ended", with the year in ended, and who helps families now in successor; got "no"',
        ],
    ),
    ("the text 3-6, which needs no quotation marks", replaced(PROGRAMS, "name: Child First", "name: 3-6"), []),
    ("the text no in quotation marks", replaced(PROGRAMS, "name: Child First", 'name: "no"'), []),
    (
        "an item that needs quotation marks",
        replaced(NEEDS, "[attachment, bond]", "[attachment, off]"),
        [
            'data/needs.yaml:3: bonding: also: write it in quotation marks: "off"; got off',
        ],
    ),
    (
        "a ZIP code without quotation marks",
        replaced(TOWNS, '"06278"', "06278"),
        [
            'data/towns.yaml:5: ashford: zips: write it in quotation marks: "06278"; got 06278',
        ],
    ),
    (
        "a ZIP code without its zero",
        replaced(TOWNS, '"06278"', '"6278"'),
        [
            'data/towns.yaml:5: ashford: zips: write "06278"; got "6278"',
        ],
    ),
    (
        "a telephone number without hyphens",
        replaced(PROGRAMS, "860-555-0100", "8605550100"),
        [
            'data/programs.yaml:24: minding-the-baby: phone: write 860-555-0100; got "8605550100"',
        ],
    ),
    (
        "a telephone number with dots",
        replaced(PROGRAMS, "860-555-0100", "860.555.0100"),
        [
            'data/programs.yaml:24: minding-the-baby: phone: write 860-555-0100; got "860.555.0100"',
        ],
    ),
    (
        "a short telephone number without quotation marks",
        replaced(PROGRAMS, "860-555-0100", "211"),
        [
            'data/programs.yaml:24: minding-the-baby: phone: write it in quotation marks: "211"; got 211',
        ],
    ),
    (
        "a telephone number in Arabic digits",
        replaced(PROGRAMS, "860-555-0100", "٨٦٠-٥٥٥-٠١٠٠"),
        [
            'data/programs.yaml:24: minding-the-baby: phone: write 860-555-0100; got "٨٦٠-٥٥٥-٠١٠٠", with "٨" (U+0668, arabic-indic digit eight) and "٦" (U+0666, arabic-indic digit six) and "٠" (U+0660, arabic-indic digit zero)',
        ],
    ),
    (
        "ages that are not stated, without a reason",
        replaced(PROGRAMS, "pregnancy to 5", "not stated"),
        [
            "data/programs.yaml:1: child-first: ages_note: say why the ages are not stated",
        ],
    ),
    (
        "an address behind an invisible character",
        replaced(PROGRAMS, "https://example.org/baby", '"\\x01https://example.org"'),
        [
            "data/programs.yaml:25: minding-the-baby: website: delete the invisible character; got U+0001",
        ],
    ),
    ("plain texts that look like markup", replaced(PROGRAMS, "name: Child First", "name: 'R&D, a < b > c, [sic] #1 {x} 50 % *'"), []),
]

BETWEEN_RECORDS = [
    (
        "an unknown town",
        replaced(PROGRAMS, "[ashford, south]", "[ashfrod, south]"),
        [
            'data/programs.yaml:20: minding-the-baby: serves: write a town from towns.yaml or a region from regions.yaml; got "ashfrod". Did you mean "ashford"?',
        ],
    ),
    (
        "a town by its name",
        replaced(PROGRAMS, "[ashford, south]", "[Ashford, south]"),
        [
            'data/programs.yaml:20: minding-the-baby: serves: write a town from towns.yaml or a region from regions.yaml; got "Ashford". Did you mean "ashford"?',
        ],
    ),
    (
        "several unknown towns, one of them like none",
        replaced(PROGRAMS, "[ashford, south]", "[ashfrod, xyz, bolten]"),
        [
            'data/programs.yaml:20: minding-the-baby: serves: write a town from towns.yaml or a region from regions.yaml; got "ashfrod". Did you mean "ashford"?',
            'data/programs.yaml:20: minding-the-baby: serves: write a town from towns.yaml or a region from regions.yaml; got "xyz"',
            'data/programs.yaml:20: minding-the-baby: serves: write a town from towns.yaml or a region from regions.yaml; got "bolten". Did you mean "bolton"?',
        ],
    ),
    (
        "a town outside a list",
        replaced(PROGRAMS, "serves: statewide", "serves: ashford"),
        [
            'data/programs.yaml:8: child-first: serves: write "statewide", "no place", or a list of towns and regions, such as [river-town, hill-town]; got "ashford"',
        ],
    ),
    (
        "statewide in a list",
        replaced(PROGRAMS, "[ashford, south]", "[statewide]"),
        [
            "data/programs.yaml:20: minding-the-baby: serves: write statewide by itself, not in a list; got a list",
        ],
    ),
    (
        "an unknown region",
        replaced(TOWNS, "[north]", "[nroth]"),
        [
            'data/towns.yaml:3: ashford: regions: write the name of a record in regions.yaml; got "nroth". Did you mean "north"?',
        ],
    ),
    (
        "an unknown section",
        replaced(PROGRAMS, "section: families", "section: familys"),
        [
            'data/programs.yaml:3: child-first: section: write the name of a record in sections.yaml; got "familys". Did you mean "families"?',
        ],
    ),
    (
        "an unknown need",
        replaced(PROGRAMS, "[bonding]", "[bondng]"),
        [
            'data/programs.yaml:9: child-first: needs: write the name of a record in needs.yaml; got "bondng". Did you mean "bonding"?',
        ],
    ),
    (
        "an unknown level",
        replaced(STEPS, "[associate]", "[asociate]"),
        [
            'data/steps.yaml:4: apply: levels: write the name of a record in levels.yaml; got "asociate". Did you mean "associate"?',
        ],
    ),
    (
        "an unknown competency",
        replaced(LEVELS, "[theory]", "[teory]"),
        [
            'data/levels.yaml:9: associate: competencies: write the name of a record in competencies.yaml; got "teory". Did you mean "theory"?',
        ],
    ),
    (
        "an unknown source",
        replaced(PROGRAMS, "[report]", "[reprot]"),
        [
            'data/programs.yaml:11: child-first: sources: write the name of a record in sources.yaml; got "reprot". Did you mean "report"?',
        ],
    ),
    (
        "an unknown program",
        replaced(PROGRAMS, "status: unchecked", "status: ended\n  ended: 2020\n  successors: [minding-baby]"),
        [
            'data/programs.yaml:12: child-first: successors: write the name of a record in programs.yaml; got "minding-baby". Did you mean "minding-the-baby"?',
        ],
    ),
    (
        "an unknown help line",
        replaced("association.yaml", "first_line: two-one-one", "first_line: two-one-two"),
        [
            'data/association.yaml:7: small: first_line: write the name of a record in help_lines.yaml; got "two-one-two". Did you mean "two-one-one"?',
        ],
    ),
    (
        "a need twice",
        replaced(PROGRAMS, "[bonding]", "[bonding, bonding]"),
        [
            'data/programs.yaml:9: child-first: needs: write each one only once; got "bonding"',
        ],
    ),
    (
        "a town that serves twice",
        replaced(PROGRAMS, "[ashford, south]", "[ashford, ashford]"),
        [
            'data/programs.yaml:20: minding-the-baby: serves: write each one only once; got "ashford"',
        ],
    ),
    (
        "a town that serves by its region too",
        replaced(PROGRAMS, "[ashford, south]", "[ashford, bolton, south]"),
        [
            'data/programs.yaml:20: minding-the-baby: serves: delete the town; its region "south" is already listed; got "bolton"',
        ],
    ),
    (
        "a town in two regions of a kind",
        replaced(TOWNS, "[south]", "[south, north]"),
        [
            'data/towns.yaml:9: bolton: regions: write only one region of each kind; "south" is of the same kind; got "north"',
        ],
    ),
    (
        "a town and a region of one name",
        {"regions.yaml": "ashford:\n  name: Ashford area\n  region_kind: county\n\n" + FILES["regions.yaml"]},
        [
            "data/regions.yaml:1: ashford: give the region a name that no town has",
            "data/regions.yaml:1: ashford: write its towns, or delete it; no town is in this region",
        ],
    ),
    (
        "two records with one name",
        replaced(PROGRAMS, "Child First", "minding the BABY"),
        [
            'data/programs.yaml:14: minding-the-baby: name: write a name that no other record has; "child-first" at data/programs.yaml:1 has it too; got "Minding the Baby"',
        ],
    ),
    (
        "two associations",
        {"association.yaml": FILES["association.yaml"] + "\n" + FILES["association.yaml"].replace("small:", "tiny:")},
        [
            "data/association.yaml:15: tiny: keep one record in association.yaml and delete the others",
        ],
    ),
    (
        "records out of order",
        {PROGRAMS: SECOND + "\n" + FIRST},
        [
            'data/programs.yaml:1:1: minding-the-baby: keep the records in alphabetical order: move this one below "child-first"',
        ],
    ),
    (
        "a record with a name in capitals",
        replaced(PROGRAMS, "child-first:", "Child First:"),
        [
            'data/programs.yaml:1:1: Child First: write the record name in lowercase letters, digits and hyphens: "child-first"; got "Child First"',
        ],
    ),
    (
        "an active program that nobody dated",
        replaced(PROGRAMS, "  checked: 2026-11-01\n", ""),
        [
            'data/programs.yaml:13: minding-the-baby: checked: write this field, or write "status: unchecked"; a program is "active" only after someone has checked it',
        ],
    ),
    (
        "an active program that nobody checked",
        replaced(PROGRAMS, "  checked: 2026-11-01\n  checked_by: the editor\n  checked_how: by telephone\n", ""),
        [
            'data/programs.yaml:13: minding-the-baby: checked: write this field, or write "status: unchecked"; a program is "active" only after someone has checked it',
            'data/programs.yaml:13: minding-the-baby: checked_by: write this field, or write "status: unchecked"; a program is "active" only after someone has checked it',
            'data/programs.yaml:13: minding-the-baby: checked_how: write this field, or write "status: unchecked"; a program is "active" only after someone has checked it',
        ],
    ),
    (
        "an active program with a bad date",
        replaced(PROGRAMS, "  checked: 2026-11-01\n", "  checked: soon\n"),
        [
            'data/programs.yaml:27: minding-the-baby: checked: write a date up to today, such as 2026-11-21 or 2026-11; got "soon"',
        ],
    ),
    (
        "an ended program without year and successor",
        replaced(PROGRAMS, "status: unchecked", "status: ended"),
        [
            'data/programs.yaml:1: child-first: ended: write the year the program ended, such as 2021 or "about 2015"',
            "data/programs.yaml:1: child-first: successor: write who helps families now that the program has ended",
        ],
    ),
    (
        "an ended program that ends in the future",
        replaced(PROGRAMS, "status: unchecked", "status: ended\n  ended: 2099\n  successor: A neighbour"),
        [
            'data/programs.yaml:11: child-first: ended: write a year up to now, such as 2021 or "about 2015"; got "2099"',
        ],
    ),
    (
        "a year of ending, not ended",
        replaced(PROGRAMS, "status: unchecked", "status: unchecked\n  ended: 2020"),
        [
            'data/programs.yaml:10: child-first: status: write "ended", or delete the year the program ended; got "unchecked"',
        ],
    ),
]

LANGUAGES = [
    (
        "a label that only the translation has",
        replaced(SPANISH, "home: Inicio\n", "home: Inicio\nhom: Casa\n"),
        [
            'data/es/labels.yaml:2:1: hom: write the name of a label of the product, or one that begins with "own-"; got "hom". Did you mean "home"?',
        ],
    ),
    (
        "a label of its own that only the translation has",
        replaced(SPANISH, "home: Inicio\n", "home: Inicio\nown-fond: Hallado\n"),
        [
            'data/es/labels.yaml:2: own-fond: delete this label, or add it to data/labels.yaml; got "own-fond". Did you mean "own-found"?',
        ],
    ),
    (
        "other blanks of its own",
        replaced(SPANISH, '  one: "{count} programa"', '  one: "{programas}"'),
        [
            "data/es/labels.yaml:2: own-found: write the same blanks as data/labels.yaml:2: {count}; got {count}, {programas}",
        ],
    ),
    (
        "other blanks",
        replaced(SPANISH, "{title} - {site}", "{titulo} - {site}"),
        [
            "data/es/labels.yaml:5:1: page-title: write the same blanks as the product: {site}, {title}; got {site}, {titulo}",
        ],
    ),
    (
        "no blanks",
        replaced(SPANISH, "{title} - {site}", "Inicio"),
        [
            "data/es/labels.yaml:5:1: page-title: write the same blanks as the product: {site}, {title}; got no blanks",
        ],
    ),
    (
        "a blank without its second brace",
        replaced(SPANISH, "{title} - {site}", "{title - {site}"),
        [
            'data/es/labels.yaml:5:13: page-title: write a blank like {count}, with both braces; got "{title - {site}"',
        ],
    ),
    (
        "a blank without its first brace",
        replaced(SPANISH, "{title} - {site}", "title} - {site}"),
        [
            'data/es/labels.yaml:5:13: page-title: write a blank like {count}, with both braces; got "title} - {site}"',
        ],
    ),
    (
        "a broken blank in the first language",
        replaced(LABELS, "{title} - {site}", "{title - {site}"),
        [
            'data/labels.yaml:5:13: page-title: write a blank like {count}, with both braces; got "{title - {site}"',
        ],
    ),
    (
        "a blank with more than a word",
        replaced(SPANISH, "{title}", "{title.upper}"),
        [
            'data/es/labels.yaml:5:13: page-title: write a blank like {count}, with a plain word inside; got "{title.upper} - {site}"',
        ],
    ),
    (
        "a blank with a format",
        replaced(SPANISH, "{title}", "{title!r}"),
        [
            'data/es/labels.yaml:5:13: page-title: write a blank like {count}, with a plain word inside; got "{title!r} - {site}"',
        ],
    ),
    (
        "one form of two",
        replaced(SPANISH, '  one: "{count} programa"\n', ""),
        [
            'data/es/labels.yaml:2:1: own-found: write the forms "one" and "other", in that order',
        ],
    ),
    (
        "an empty label",
        replaced(SPANISH, "home: Inicio", "home:"),
        [
            "data/es/labels.yaml:1:6: home: write text on one line; got nothing",
        ],
    ),
    (
        "markup in a label",
        replaced(LABELS, "home: Home", "home: <b>Home</b>"),
        [
            'data/labels.yaml:1:7: home: write plain text, without markup or template code; got "<b>"',
        ],
    ),
    (
        "a label that is no text",
        replaced(LABELS, "home: Home", "home: no"),
        [
            'data/labels.yaml:1:7: home: write it in quotation marks: "no"; got no',
        ],
    ),
    (
        "a repeated label",
        replaced(SPANISH, "home: Inicio\n", "home: Inicio\nhome: Casa\n"),
        [
            "data/es/labels.yaml:2:1: home: write each name only once; it is also on line 1",
        ],
    ),
    (
        "a broken label in the first language",
        replaced(LABELS, "home: Home", 'home: "Home'),
        [
            'data/labels.yaml:1:7: home: close the quotation mark that is opened here; got \'home: "Home\'',
        ],
    ),
    (
        "a broken label in the translation",
        replaced(SPANISH, "home: Inicio", 'home: "Inicio'),
        [
            'data/es/labels.yaml:1:7: home: close the quotation mark that is opened here; got \'home: "Inicio\'',
        ],
    ),
    (
        "no labels of its own",
        {LABELS: None, SPANISH: None},
        [
        ],
    ),
    (
        "labels of the first language that are not UTF-8",
        {LABELS: b"home: \xff"},
        [
            "data/labels.yaml:1: save the file as UTF-8; got byte 0xff",
        ],
    ),
    (
        "no folder of a language",
        replaced("association.yaml", "[en, es]", "[en, es, fr]"),
        [
            'data/association.yaml:12: small: languages: add the folder data/fr, or delete the language; got "fr"',
        ],
    ),
    (
        "a translation of an unknown record",
        replaced("es/needs.yaml", "bonding:", "bondin:"),
        [
            'data/es/needs.yaml:1:1: bondin: write the name of a record in needs.yaml; got "bondin". Did you mean "bonding"?',
        ],
    ),
    (
        "a translation of an unknown field",
        replaced("es/needs.yaml", "  name", "  nam"),
        [
            'data/es/needs.yaml:2: bonding: nam: write one of these fields: name, also; got "nam". Did you mean "name"?',
        ],
    ),
    (
        "a translation of what is no text",
        {"es/programs.yaml": "child-first:\n  status: activo\n"},
        [
            "data/es/programs.yaml:2: child-first: status: delete this field; it belongs only in programs.yaml, because it is not translated",
        ],
    ),
    (
        "a translation without fields",
        {"es/programs.yaml": "child-first: El niño primero\n"},
        [
            'data/es/programs.yaml:1:14: child-first: write the translated fields under the name, indented; got "El niño primero"',
        ],
    ),
]

SEVERAL_AT_ONCE = [
    (
        "in one record",
        replaced(PROGRAMS, FIRST, FIRST.replace("pregnancy to 5", "3-6").replace("[bonding]", "[bondng]").replace("unchecked", "gone")),
        [
            'data/programs.yaml:7: child-first: ages: write "3 to 5" for children under six, or "3 to 6" until the seventh birthday; got "3-6"',
            'data/programs.yaml:9: child-first: needs: write the name of a record in needs.yaml; got "bondng". Did you mean "bonding"?',
            'data/programs.yaml:10: child-first: status: write one of active, listed, unchecked, ended; got "gone"',
        ],
    ),
    (
        "in records beside a broken one",
        replaced(PROGRAMS, SECOND, SECOND.replace("name: Minding", "name: \"Minding").replace("860-555-0100", "9")) | replaced(NEEDS, "name: Stress", "nam: Stress"),
        [
            'data/needs.yaml:6: stress: nam: write one of these fields: name, also, lines, pages, quick_exit, icon; got "nam". Did you mean "name"?',
            'data/programs.yaml:14:9: minding-the-baby: close the quotation mark that is opened here; got \'name: "Minding the Baby\'',
        ],
    ),
    (
        "in one file",
        {PROGRAMS: FILES[PROGRAMS].replace("name: Child", "name: \"Child").replace("birth to 2", "3-6").replace("860-", "860.").replace("[ashford", "[ashfrod")},
        [
            'data/programs.yaml:2:9: child-first: close the quotation mark that is opened here; got \'name: "Child First\'',
            'data/programs.yaml:19: minding-the-baby: ages: write "3 to 5" for children under six, or "3 to 6" until the seventh birthday; got "3-6"',
            'data/programs.yaml:20: minding-the-baby: serves: write a town from towns.yaml or a region from regions.yaml; got "ashfrod". Did you mean "ashford"?',
            'data/programs.yaml:24: minding-the-baby: phone: write 860-555-0100; got "860.555-0100"',
        ],
    ),
    (
        "a broken town that a program serves",
        replaced(TOWNS, "name: Ashford", "name: Ashford: the town"),
        [
            'data/towns.yaml:2:16: ashford: put the text in "quotation marks", because it has ": " in it; got "name: Ashford: the town"',
        ],
    ),
    (
        "a broken town, and one that is unknown",
        replaced(TOWNS, "name: Ashford", "name: Ashford: the town") | replaced(PROGRAMS, "[ashford, south]", "[ashford, cantn]"),
        [
            'data/programs.yaml:20: minding-the-baby: serves: write a town from towns.yaml or a region from regions.yaml; got "cantn". Did you mean "canton"?',
            'data/towns.yaml:2:16: ashford: put the text in "quotation marks", because it has ": " in it; got "name: Ashford: the town"',
        ],
    ),
    (
        "a town that lacks a field",
        replaced(TOWNS, "  name: Ashford\n", ""),
        [
            "data/towns.yaml:1: ashford: name: write this field: The name of the town",
        ],
    ),
    (
        "towns cut off within a record",
        {TOWNS: FILES[TOWNS][: FILES[TOWNS].index("  center: 41.7603")], PROGRAMS: FILES[PROGRAMS].replace("[ashford, south]", "[ashford, canton]")},
        [
            "data/towns.yaml:7: bolton: center: write this field: Latitude and longitude of its center",
        ],
    ),
    (
        "towns cut off within a list",
        {TOWNS: FILES[TOWNS][: FILES[TOWNS].index("outh]")], PROGRAMS: FILES[PROGRAMS].replace("[ashford, south]", "[ashford, canton]")},
        [
            'data/towns.yaml:9:12: bolton: close the list with "]", and put a comma between its items; got "regions: [s"',
        ],
    ),
    (
        "towns that are not UTF-8",
        {TOWNS: b"\xff\xff"},
        [
            "data/towns.yaml:1: save the file as UTF-8; got byte 0xff",
        ],
    ),
    (
        "towns with tabs",
        {TOWNS: FILES[TOWNS].replace("  regions", "\tregions")},
        [
            'data/towns.yaml:3:1: ashford: write spaces instead of the tab; got "regions: [north]"',
            'data/towns.yaml:9:1: bolton: write spaces instead of the tab; got "regions: [south]"',
            'data/towns.yaml:14:1: canton: write spaces instead of the tab; got "regions: [south]"',
        ],
    ),
    (
        "no towns and regions",
        {TOWNS: None, "regions.yaml": None},
        [
            'data/programs.yaml:20: minding-the-baby: serves: write a town from towns.yaml or a region from regions.yaml; got "ashford"',
            'data/programs.yaml:20: minding-the-baby: serves: write a town from towns.yaml or a region from regions.yaml; got "south"',
        ],
    ),
]


def messages(folder, changes):
    _, problems = read(small_data.write(folder, changes))
    assert [problem.message for problem in problems if not re.fullmatch(CODE, problem.code)] == []
    return [str(problem) for problem in problems]


def cases(table):
    return pytest.mark.parametrize(("changes", "expected"), [pytest.param(*case, id=label) for label, *case in table])


def test_the_small_data_has_no_problem(tmp_path):
    assert messages(tmp_path, {}) == []


@cases(FORM)
def test_the_form_of_a_file(tmp_path, changes, expected):
    assert messages(tmp_path, changes) == expected


@cases(FILES_AS_A_WHOLE)
def test_a_file_as_a_whole(tmp_path, changes, expected):
    assert messages(tmp_path, changes) == expected


@cases(FIELDS)
def test_a_field(tmp_path, changes, expected):
    assert messages(tmp_path, changes) == expected


@cases(BETWEEN_RECORDS)
def test_what_records_and_fields_are_to_each_other(tmp_path, changes, expected):
    assert messages(tmp_path, changes) == expected


@cases(LANGUAGES)
def test_labels_and_translations(tmp_path, changes, expected):
    assert messages(tmp_path, changes) == expected


@cases(SEVERAL_AT_ONCE)
def test_several_mistakes_are_told_at_once_and_none_of_their_effects(tmp_path, changes, expected):
    assert messages(tmp_path, changes) == expected


@pytest.mark.parametrize("text", ["no", "on", "yes", "16:30", "1.10", "2026-11-21", "8605550100", "06001", "06082", "1e3", "0x1F", "~", "null", "="])
def test_a_text_that_other_programs_take_for_something_else(tmp_path, text):
    change = replaced(PROGRAMS, "name: Child First", f"name: {text}")
    assert messages(tmp_path, change) == [f'data/programs.yaml:2: child-first: name: write it in quotation marks: "{text}"; got {text}']


@pytest.mark.parametrize("ages", ["5 to birth", "birth to 300", "birth to -1", "5-2", "1-300", "toddlers", "school", "16:30", "1.10"])
def test_ages_that_are_none(tmp_path, ages):
    expected = f'write the youngest and the oldest age, such as "birth to 5", or "not stated"; got "{ages}"'
    assert messages(tmp_path, replaced(PROGRAMS, "birth to 2", ages)) == [f"data/programs.yaml:19: minding-the-baby: ages: {expected}"]


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JavaScript:alert(1)", "javascript://example.org/%0aalert(1)", "data:text/html,x", "ftp://example.org", "//example.org"]
    + ["https://", "https://example.org/'onclick=x", "https://example.org/{{x}}", "https://[::1"],
)
def test_an_address_that_is_not_of_the_web(tmp_path, address):
    expected = f'write a web address that starts with https:// or http://; got "{address}"'
    assert messages(tmp_path, replaced(PROGRAMS, "https://example.org/baby", address)) == [f"data/programs.yaml:25: minding-the-baby: website: {expected}"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Child <b>First</b>", "<b>"),
        ("Child <script>alert(1)</script>", "<script>"),
        ("Child <!-- First", "<!-- First"),
        ("Child {{ x }}", "{{"),
        ("Child {% raw %}", "{%"),
        ('"Child {# x #}"', "{#"),
        ("Child [a](b)", "[a]("),
        ("Child **First**", "**"),
        ("Child `First`", "`"),
    ],
)
def test_markup_and_template_code(tmp_path, text, found):
    expected = f'write plain text, without markup or template code; got "{found}"'
    assert messages(tmp_path, replaced(PROGRAMS, "Child First", text)) == [f"data/programs.yaml:2: child-first: name: {expected}"]


@pytest.mark.parametrize(("text", "found", "sign"), [("Child &amp; First", "&amp;", "&"), ("Child &#60;", "&#60;", "<"), ("Ni&ntilde;os", "&ntilde;", "ñ")])
def test_signs_as_web_pages_write_them(tmp_path, text, found, sign):
    assert messages(tmp_path, replaced(PROGRAMS, "Child First", text)) == [f'data/programs.yaml:2: child-first: name: write the sign itself: {sign}; got "{found}"']


@pytest.mark.parametrize("date", ["2026-02-30", "2026-13", "2026-00", "2099-01-01", "20261101", "0206-11-01", "yesterday"])
def test_a_date_that_is_none_or_in_the_future(tmp_path, date):
    expected = f'write a date up to today, such as 2026-11-21 or 2026-11; got "{date}"'
    assert messages(tmp_path, replaced(PROGRAMS, "checked: 2026-11-01", f"checked: {date}")) == [f"data/programs.yaml:27: minding-the-baby: checked: {expected}"]


def test_a_file_cut_off_anywhere_is_a_problem_of_that_file_alone(tmp_path):
    data = small_data.write(tmp_path)
    whole = FILES[TOWNS].encode()
    for end in range(len(whole)):
        (data / TOWNS).write_bytes(whole[:end])
        _, problems = read(data)
        # A region whose towns are cut off between records is the only trace of them.
        assert {problem.file for problem in problems if problem.code != "empty-region"} <= {"data/towns.yaml"}, end


def test_a_folder_that_is_not_there(tmp_path):
    _, problems = read(tmp_path / "dota")
    assert [str(problem) for problem in problems] == ["dota: add this folder; it is missing"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (replaced(PROGRAMS, "ages: birth to 2", "agse: birth to 2"), "unknown-field"),
        (replaced(PROGRAMS, "birth to 2", "2 to birth"), "invalid-stated-ages"),
        (replaced(PROGRAMS, "checked: 2026-11-01", "checked: 2099-11-01"), "invalid-past-date"),
        (replaced(TOWNS, "[north]", "[nroth]"), "unknown-record"),
        ({"association.yaml": None}, "missing-file"),
        (replaced(PROGRAMS, "name: Child First", "name: Child #First"), "lost-text"),
        (replaced(SPANISH, '  one: "{count} programa"\n', ""), "plural-forms"),
        ({TOWNS: "\ufeff" + FILES[TOWNS]}, "encoding"),
    ],
)
def test_a_problem_has_a_code_for_programs(tmp_path, changes, code):
    _, problems = read(small_data.write(tmp_path, changes))
    assert [problem.code for problem in problems] == [code]


def test_a_thousand_problems_are_enough(tmp_path):
    towns = "".join(f"town-{number:04}:\n  nome: Town\n\n" for number in range(2000))
    assert len(messages(tmp_path, {TOWNS: towns})) == 1000
