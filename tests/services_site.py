"""A site whose services say all that a record can say: sites, contacts, hours, costs, rules, a wait."""

from __future__ import annotations

import shutil
from pathlib import Path

import frozen_site
from conftest import Built, alone
from imhsite.files import product

RICH = "nurse-family-partnership"
_PROGRAM = """\
  costs: [free, medicaid]
  cost_note: The visits cost nothing.
  languages: [en, es, ht]
  interpreter: Any language, by an interpreter
  hours: Mon-Fri 8:30-16:30; closed on holidays
  income: The family has a low income.
  first_child: yes
  pregnancy_until: 28
  parent_ages: 14 to 45
  lives_in: [new-london, groton]
  referral_by: [self, doctor]
  who_can_come: Anyone who is pregnant for the first time.
  steps: [Call the number., Say your due date.]
  bring: [a photo ID, proof of address]
  next: A nurse calls you back within two days.
  capacity: waiting
  waiting: About six weeks
  waiting_checked: 2026-11-10
"""
_SITES = """\
advocates:
  name: The Advocates
  help_lines: [safe-connect]
  town: groton

diaper-shelf:
  name: Diaper Shelf
  help_lines: [two-one-one]
  street: 3 Water Street
  town: new-london
  website: https://example.org/diapers
  serves: [new-london, groton]
  hours: Tue 9:00-12:00

harbor-office:
  name: Harbor Office
  programs: [nurse-family-partnership]
  street: 12 Water Street
  town: new-london
  zip: "06320"
  access: Step-free; bus 2
  hours: Mon 9:00-17:00, Sat 9:00-12:00
  languages: [es]

old-office:
  name: Old Office
  programs: [nurse-family-partnership]
  street: 1 Old Road
  town: new-london
  closed: 2025-03
"""
_CONTACTS = """\
intake:
  programs: [nurse-family-partnership]
  use: Requests
  phone: 860-555-0100 x12
  email: intake@example.org
  languages: [en, es]

text-line:
  programs: [nurse-family-partnership]
  use: Questions by text
  text: 860-555-0111
  text_word: BABY

harbor:
  sites: [harbor-office]
  phone: 860-555-0122

diapers:
  sites: [diaper-shelf]
  use: Diapers for a baby
  phone: 860-555-0133
"""


def built(folder: Path) -> Built:
    """Return the frozen site with services that say all, which all tests of a run share, in FOLDER."""
    with alone(folder / "writing"):
        if not (folder / "data").exists():
            _write(folder)
    return Built(folder, folder / "data", frozen_site.DOCS)


def _write(folder: Path) -> None:
    data = frozen_site.copy(folder)
    text = (data / "programs.yaml").read_text(encoding="utf-8")
    before, after = text.split(f"{RICH}:\n", 1)
    (data / "programs.yaml").write_text(before + f"{RICH}:\n" + after.replace("  status: active\n", f"  status: active\n{_PROGRAM}", 1), encoding="utf-8")
    for name in ("costs.yaml", "referrals.yaml", "es/costs.yaml", "es/referrals.yaml"):  # the frozen site leaves out what comes with the product
        shutil.copy(product.DEFAULTS / name, data / name)
    (data / "sites.yaml").write_text(_SITES, encoding="utf-8")
    (data / "contacts.yaml").write_text(_CONTACTS, encoding="utf-8")
