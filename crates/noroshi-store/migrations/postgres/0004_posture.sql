-- Runs of cloud baselines over tenants, each as it was.

CREATE TABLE posture_run (
    id     TEXT COLLATE "C" PRIMARY KEY,
    suite  TEXT COLLATE "C" NOT NULL,
    tenant TEXT COLLATE "C" NOT NULL,
    at     BIGINT NOT NULL,
    record BYTEA NOT NULL
);

CREATE INDEX posture_run_by_tenant ON posture_run (suite, tenant, at);
