module safe

go 1.25
