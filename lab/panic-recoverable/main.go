// What recover can do and what it cannot. Usage: nilmap | init | http-panic | http-fatal.
package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"time"
)

func init() {
	defer func() { _ = recover() }() // long gone when main panics
}

func writeToNilMap() (recovered string) {
	defer func() {
		if r := recover(); r != nil {
			recovered = fmt.Sprint(r)
		}
	}()
	var m map[string]int
	m["a"] = 1
	return ""
}

var shared = map[int]int{}

func handler(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println("RECOVERED", r)
			panic(r)
		}
	}()
	switch r.URL.Path {
	case "/panic":
		panic("of this request")
	case "/race":
		for i := 0; ; i++ {
			shared[i%512] = i
		}
	}
	_, _ = io.WriteString(w, "alive")
}

func get(base, path string) string {
	client := http.Client{Timeout: 8 * time.Second}
	response, err := client.Get(base + path)
	if err != nil {
		return ""
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	return string(body)
}

func serve() string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fact("noListener", err.Error())
		os.Exit(0)
	}
	log.SetFlags(0)
	go func() { _ = http.Serve(listener, http.HandlerFunc(handler)) }()
	return "http://" + listener.Addr().String()
}

func main() {
	switch os.Args[1] {
	case "nilmap":
		fact("message", writeToNilMap())
	case "init":
		panic("nobody is there to recover")
	case "http-panic":
		base := serve()
		get(base, "/panic")
		fact("afterPanic", get(base, "/"))
	case "http-fatal":
		base := serve()
		for i := 0; i < 4; i++ {
			go get(base, "/race")
		}
		time.Sleep(8 * time.Second)
		fact("survived", true)
	}
}
