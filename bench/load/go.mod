module cambio/bench/load

go 1.22
