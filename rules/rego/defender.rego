# Purview and Defender: what must not leave, and who would notice.
package noroshi_defender

import rego.v1

import data.noroshi_lib as lib

# A policy against data loss that acts, not one that is off or only tried out.
acting contains policy.Name if {
	some policy in lib.rows(input.dlp_compliance_policies)
	policy.Mode == "Enable"
}

# NRS.DEFENDER.1.1: where people write and store, such a policy acts for everyone.
places := {"Exchange": "ExchangeLocation", "OneDrive": "OneDriveLocation", "SharePoint": "SharePointLocation", "Teams": "TeamsLocation"}

covered contains place if {
	some policy in lib.rows(input.dlp_compliance_policies)
	policy.Name in acting
	some place, field in places
	"All" in lib.list(policy[field])
	count(lib.list(object.get(policy, concat("", [field, "Exception"]), []))) == 0
}

uncovered contains place if {
	some place, _ in places
	not place in covered
}

tests contains found if {
	_ = lib.rows(input.dlp_compliance_policies)
	met := count(uncovered) == 0
	found := lib.result("NRS.DEFENDER.1.1v1", "Shall", ["Get-DlpCompliancePolicy"], met, "Places without a policy against data loss for everyone:", uncovered)
}

# NRS.DEFENDER.1.2: a rule of such a policy stops what it finds.
rules := ["Get-DlpComplianceRule", "Get-DlpCompliancePolicy"]

in_force contains rule if {
	some rule in lib.rows(input.dlp_compliance_rules)
	rule.ParentPolicyName in acting
	rule.Disabled == false
}

stops contains rule.Name if {
	some rule in in_force
	rule.BlockAccess == true
}

tests contains found if {
	_ = lib.rows(input.dlp_compliance_policies)
	_ = lib.rows(input.dlp_compliance_rules)
	met := count(stops) > 0
	found := lib.result("NRS.DEFENDER.1.2v1", "Shall", rules, met, "Rules that stop what they find:", stops)
}

# NRS.DEFENDER.1.3: personal numbers (マイナンバー) are among what is looked for.
looks_for(rule) := lower(concat(" ", [
	sprintf("%v", [object.get(rule, "ContentContainsSensitiveInformation", "")]),
	sprintf("%v", [object.get(rule, "AdvancedRule", "")]),
]))

numbers contains rule.Name if {
	some rule in in_force
	regex.match(`my ?number|マイナンバー|個人番号`, looks_for(rule))
}

tests contains found if {
	_ = lib.rows(input.dlp_compliance_policies)
	_ = lib.rows(input.dlp_compliance_rules)
	met := count(numbers) > 0
	found := lib.result("NRS.DEFENDER.1.3v1", "Should", rules, met, "Rules that look for personal numbers:", numbers)
}
