# Exchange Online: what leaves by itself, who sends in our name, what is written down.
package noroshi_exo

import rego.v1

import data.noroshi_lib as lib

# NRS.EXO.1.1: mail is not forwarded outside by itself.
forwards contains domain.DomainName if {
	some domain in lib.rows(input.remote_domains)
	not domain.AutoForwardEnabled == false
}

tests contains found if {
	count(lib.rows(input.remote_domains)) > 0
	met := count(forwards) == 0
	found := lib.result("NRS.EXO.1.1v1", "Shall", ["Get-RemoteDomain"], met, "Remote domains to which mail is forwarded automatically:", forwards)
}

# NRS.EXO.1.2: no sending by SMTP with a password.
smtp_auth contains config.Name if {
	some config in lib.rows(input.transport_config)
	not config.SmtpClientAuthenticationDisabled == true
}

tests contains found if {
	count(lib.rows(input.transport_config)) > 0
	met := count(smtp_auth) == 0
	found := lib.result("NRS.EXO.1.2v1", "Shall", ["Get-TransportConfig"], met, "Settings that allow SMTP AUTH:", smtp_auth)
}

# NRS.EXO.1.3: what happens in mailboxes is written down.
unaudited contains config.Name if {
	some config in lib.rows(input.org_config)
	not config.AuditDisabled == false
}

tests contains found if {
	count(lib.rows(input.org_config)) > 0
	met := count(unaudited) == 0
	found := lib.result("NRS.EXO.1.3v1", "Shall", ["Get-OrganizationConfig"], met, "Organisations without mailbox auditing:", unaudited)
}

# A record that was not found is an answer; a query that failed is none.
answered(record) if count(lib.list(record.rdata)) > 0

answered(record) if {
	some entry in lib.list(record.log)
	contains(lower(entry.query_result), "nxdomain")
}

answered(record) if {
	some entry in lib.list(record.log)
	startswith(lower(entry.query_result), "query returned")
}

# What can be said of a set of domains: not met as soon as one is bad; met only if all answered.
verdict(records, bad) := false if count(bad) > 0

verdict(records, bad) := true if {
	count(bad) == 0
	every record in records { answered(record) }
}

# NRS.EXO.2.1: every domain says who may send for it.
guarded_by_spf(record) if {
	some text in lib.list(record.rdata)
	startswith(lower(text), "v=spf1")
	regex.match(`(^|\s)([-~]all|redirect=\S+)\s*$`, lower(text))
}

without_spf contains record.domain if {
	some record in lib.rows(input.spf_records)
	answered(record)
	not guarded_by_spf(record)
}

tests contains found if {
	records := lib.rows(input.spf_records)
	count(records) > 0
	met := verdict(records, without_spf)
	found := lib.result("NRS.EXO.2.1v1", "Shall", ["Get-ScubaSpfRecord", "Get-AcceptedDomain"], met, "Domains without an SPF record that ends in -all or ~all:", without_spf)
}

# NRS.EXO.2.2: mail that only pretends to be ours is refused or set aside.
guarded_by_dmarc(record) if {
	some text in lib.list(record.rdata)
	startswith(lower(text), "v=dmarc1")
	regex.match(`;\s*p\s*=\s*(quarantine|reject)\s*(;|$)`, lower(text))
}

without_dmarc contains record.domain if {
	some record in lib.rows(input.dmarc_records)
	answered(record)
	not guarded_by_dmarc(record)
}

tests contains found if {
	records := lib.rows(input.dmarc_records)
	count(records) > 0
	met := verdict(records, without_dmarc)
	found := lib.result("NRS.EXO.2.2v1", "Shall", ["Get-ScubaDmarcRecord", "Get-AcceptedDomain"], met, "Domains whose DMARC policy is missing or none:", without_dmarc)
}

# NRS.EXO.2.3: mail from outside is marked.
marks contains rule.Name if {
	some rule in lib.rows(input.transport_rule)
	rule.State == "Enabled"
	rule.Mode == "Enforce"
	rule.FromScope == "NotInOrganization"
	is_string(rule.PrependSubject)
	count(lib.list(rule.ExceptIfSenderDomainIs)) == 0
}

tests contains found if {
	_ = lib.rows(input.transport_rule)
	met := count(marks) > 0
	found := lib.result("NRS.EXO.2.3v1", "Should", ["Get-TransportRule"], met, "Rules that mark mail from outside:", marks)
}
