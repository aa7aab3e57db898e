// Command load is both ends of the end-to-end bench: a mock upstream in the OpenAI dialect, and a load
// generator that asks for answers, whole or streamed.
//
//	load upstream -port 18090 -chunks 200 -interval 5ms
//	load ask -url http://127.0.0.1:8080/v1/chat/completions -connections 64 -seconds 20 -stream
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: load upstream|ask [flags]")
		os.Exit(2)
	}
	switch os.Args[1] {
	case "upstream":
		upstream(os.Args[2:])
	case "ask":
		ask(os.Args[2:])
	default:
		fmt.Fprintln(os.Stderr, "usage: load upstream|ask [flags]")
		os.Exit(2)
	}
}
