"""The small data with services as they are: two sites of a program, contacts, hours, costs, rules."""

from __future__ import annotations

import small_data

PROGRAM = """\
  who_can_come: >-
    Families who live nearby.

    Foster families too.
  income: Up to twice the poverty line
  first_child: yes
  pregnancy_until: 28
  parent_ages: 14 to 45
  referral_by: [self, doctor]
  lives_in: [ashford]
  languages: [en, es, ht]
  interpreter: Any language by telephone
  hours: "Mon-Fri 8:30-16:30; closed on holidays"
  costs: [free, medicaid]
  cost_note: Rides cost $2
  steps: [Call; leave your name., A nurse visits.]
  bring: [a photo; yours]
  next: We call back.
  capacity: waiting
  waiting: About two months
  waiting_checked: 2026-10-14
"""
SITES = """\
bolton-desk:
  name: Bolton Desk
  programs: [minding-the-baby]
  town: bolton
  hours: Ask at the desk

high-street:
  name: High Street Center
  programs: [minding-the-baby, child-first]
  street: 2 High Street
  town: ashford
  zip: "06278"
  website: https://example.org/street
  access: There is a ramp
  hours: Mon-Fri 9:00-17:00, Sat 9:00-12:00
  point: 41.8911, -72.171
  serves: [ashford]
  languages: [es]
  sources: [survey]
  checked: 2026-11-01
  checked_by: the editor
  checked_how: by telephone

old-street:
  name: Old Street
  programs: [minding-the-baby]
  street: 1 Old Street
  town: ashford
  moved: 2026-05
  moved_to: high-street
"""
CONTACTS = """\
baby-spanish:
  name: The desk
  programs: [minding-the-baby, child-first]
  use: Spanish line
  phone: 860-555-0112 x230
  languages: [es]
  hours: Mon 9:00-12:00

high-street-office:
  sites: [high-street]
  use: Front desk
  phone: 860-555-0113
  text: 860-555-0114
  text_word: BABY
  tty: 860-555-0115
  fax: 860-555-0119
  email: info@example.org
  form: https://example.org/form
"""
COSTS = """\
free:
  name: Free
  payment: free

medicaid:
  name: HUSKY
  payment: insurance
"""
REFERRALS = """\
self:
  name: The family

doctor:
  name: A doctor
"""
FILES = {
    **small_data.replaced("programs.yaml", "  phone: 860-555-0100\n", PROGRAM + "  phone: 860-555-0100 x12\n"),
    "sites.yaml": SITES, "contacts.yaml": CONTACTS, "costs.yaml": COSTS, "referrals.yaml": REFERRALS,
}  # fmt: skip
