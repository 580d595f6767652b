-- Runs of cloud baselines over tenants, each as it was.

CREATE TABLE posture_run (
    id     TEXT PRIMARY KEY,          -- derived from tenant, baseline, moment and file
    suite  TEXT NOT NULL,             -- M365, GWS
    tenant TEXT NOT NULL,             -- what makes two runs runs of one tenant
    at     INTEGER NOT NULL,          -- UTC seconds
    record BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX posture_run_by_tenant ON posture_run (suite, tenant, at);
