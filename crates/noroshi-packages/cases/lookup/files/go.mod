module kazemori.example/gate

go 1.23

require (
	git.kazemori.example/fares v1.0.2
	git.kazemori.example/gates v3.0.9 // indirect
	git.kazemori.example/always v7.7.7
	git.kazemori.example/both v0.0.8 // indirect
	git.kazemori.example/both-else v1.0.0
	git.kazemori.example/recalled v1.0.0 // indirect
	git.kazemori.example/inside v1.5.3
	git.kazemori.example/at-end v2.0.0 // indirect
	git.kazemori.example/last v1.5.0
	git.kazemori.example/after-last v1.5.1 // indirect
	git.kazemori.example/pre v2.0.0-rc.1
	git.kazemori.example/ten v1.10.0 // indirect
	git.kazemori.example/second v2.1.9
	git.kazemori.example/gap v1.5.0 // indirect
	git.kazemori.example/since v9.0.0
	git.kazemori.example/before-since v1.3.9 // indirect
	git.kazemori.example/nothing v1.0.0
	git.kazemori.example/disk v1.0.0 // indirect
	git.kazemori.example/weak v1.1.9
	git.kazemori.example/weak-fixed v1.2.0 // indirect
	git.kazemori.example/weak-back v1.0.0
	git.kazemori.example/twice v2.0.0 // indirect
	git.kazemori.example/quarrel v1.0.0
	git.kazemori.example/clean v1.0.0 // indirect
	git.kazemori.example/norm-al v1.2.3
)

replace git.kazemori.example/disk => ../disk
