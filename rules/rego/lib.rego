# Words that the sample baseline shares: lists as PowerShell writes them, moments, results.
package noroshi_lib

import rego.v1

# The rows of a section of the export. A section that is missing or null has none, so that the
# rule which asks gives no result, and no result is never a pass.
rows(section) := [row | some row in section; row != null] if is_array(section)

rows(section) := [section] if is_object(section)

# A list inside a row. PowerShell writes a list of one as the one, and an empty list as null.
list(value) := value if is_array(value)

list(value) := [value] if {
	not is_array(value)
	not is_null(value)
}

list(value) := [] if is_null(value)

# A moment in milliseconds since 1970, from `/Date(1700000000000)/` or RFC 3339.
moment(text) := to_number(trim_suffix(trim_prefix(text, "/Date("), ")/")) if startswith(text, "/Date(")

moment(text) := time.parse_rfc3339_ns(text) / 1000000 if not startswith(text, "/Date(")

day := 86400000

# One result, as the SCuBA tools write it. `names` says what speaks for or against it.
result(id, criticality, commands, met, what, names) := {
	"PolicyId": id,
	"Criticality": criticality,
	"Commandlet": commands,
	"ActualValue": names,
	"ReportDetails": details(met, what, names),
	"RequirementMet": met,
}

details(true, what, names) := concat(" ", ["Requirement met.", what, joined(names)])

details(false, what, names) := concat(" ", ["Requirement not met.", what, joined(names)])

joined(names) := "none" if count(names) == 0

joined(names) := concat(", ", sort([sprintf("%v", [name]) | some name in names])) if count(names) > 0

# A policy that only a person can judge.
by_hand(id, criticality, what) := {
	"PolicyId": id,
	"Criticality": concat("", [criticality, "/Not-Implemented"]),
	"Commandlet": [],
	"ActualValue": [],
	"ReportDetails": what,
	"RequirementMet": false,
}
