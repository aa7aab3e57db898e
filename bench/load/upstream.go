package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"
	"time"
)

// upstream answers at once, or streams a fixed number of chunks at a fixed pace. The answer is 1 KB.
func upstream(arguments []string) {
	flags := flag.NewFlagSet("upstream", flag.ExitOnError)
	port := flags.Int("port", 18090, "port on loopback")
	chunks := flags.Int("chunks", 200, "chunks a stream")
	interval := flags.Duration("interval", 5*time.Millisecond, "pause between chunks")
	_ = flags.Parse(arguments)

	whole := []byte(`{"id":"chatcmpl-bench","object":"chat.completion","created":1760000000,"model":"bench","choices":[{"index":0,"message":{"role":"assistant","content":"` +
		strings.Repeat("All work and no play. ", 36) +
		`"},"finish_reason":"stop"}],"usage":{"prompt_tokens":20,"completion_tokens":200,"total_tokens":220}}`)
	chunk := func(delta, finish string) []byte {
		return []byte(`data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1760000000,"model":"bench","choices":[{"index":0,"delta":` +
			delta + `,"finish_reason":` + finish + "}]}\n\n")
	}
	first := chunk(`{"role":"assistant","content":""}`, "null")
	word := chunk(`{"content":" word"}`, "null")
	last := chunk(`{}`, `"stop"`)
	usage := []byte(`data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1760000000,"model":"bench","choices":[],"usage":{"prompt_tokens":20,"completion_tokens":200,"total_tokens":220}}` +
		"\n\ndata: [DONE]\n\n")

	handler := func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if !bytes.Contains(body, []byte(`"stream":true`)) {
			w.Header().Set("content-type", "application/json")
			w.Header().Set("content-length", fmt.Sprint(len(whole)))
			_, _ = w.Write(whole)
			return
		}
		w.Header().Set("content-type", "text/event-stream")
		flusher := w.(http.Flusher)
		_, _ = w.Write(first)
		flusher.Flush()
		ticker := time.NewTicker(*interval)
		defer ticker.Stop()
		for i := 0; i < *chunks; i++ {
			<-ticker.C
			if _, err := w.Write(word); err != nil {
				return
			}
			flusher.Flush()
		}
		_, _ = w.Write(last)
		_, _ = w.Write(usage)
	}
	server := &http.Server{Addr: fmt.Sprintf("127.0.0.1:%d", *port), Handler: http.HandlerFunc(handler)}
	log.Fatal(server.ListenAndServe())
}
