module recall

go 1.25
