package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"sort"
	"sync"
	"time"
)

// tally is what one connection saw.
type tally struct {
	requests, chunks, errors int
	firstEvents              []time.Duration
	wholes                   []time.Duration
}

// ask keeps a fixed number of connections busy and prints one line of JSON.
func ask(arguments []string) {
	flags := flag.NewFlagSet("ask", flag.ExitOnError)
	url := flags.String("url", "", "where to ask")
	connections := flags.Int("connections", 64, "connections at once")
	seconds := flags.Int("seconds", 20, "how long")
	stream := flags.Bool("stream", false, "streamed answers")
	model := flags.String("model", "bench/model", "model to name")
	key := flags.String("key", os.Getenv("CAMBIO_KEY"), "bearer key")
	_ = flags.Parse(arguments)

	body, _ := json.Marshal(map[string]any{
		"model": *model, "stream": *stream, "temperature": 0.7, "max_tokens": 400,
		"messages": []map[string]string{
			{"role": "system", "content": "You are a helpful assistant."},
			{"role": "user", "content": "Tell me what all work and no play makes of Jack, in two hundred words."},
		},
	})
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: *connections, MaxConnsPerHost: *connections, DisableCompression: true}}
	begin := time.Now()
	end := begin.Add(time.Duration(*seconds) * time.Second)
	tallies := make([]tally, *connections)
	var group sync.WaitGroup
	for i := range tallies {
		group.Add(1)
		go func(seen *tally) {
			defer group.Done()
			for time.Now().Before(end) {
				one(client, *url, *key, body, *stream, seen)
			}
		}(&tallies[i])
	}
	group.Wait()
	report(tallies, time.Since(begin))
}

func one(client *http.Client, url, key string, body []byte, stream bool, seen *tally) {
	request, _ := http.NewRequest("POST", url, bytes.NewReader(body))
	request.Header.Set("content-type", "application/json")
	request.Header.Set("authorization", "Bearer "+key)
	start := time.Now()
	response, err := client.Do(request)
	if err != nil {
		seen.errors++
		return
	}
	defer response.Body.Close()
	complete := !stream
	if stream {
		complete = readStream(response.Body, start, seen)
	} else {
		_, err = io.Copy(io.Discard, response.Body)
	}
	if err != nil || response.StatusCode != 200 || !complete {
		seen.errors++
		return
	}
	seen.requests++
	seen.wholes = append(seen.wholes, time.Since(start))
}

// readStream counts the chunks with content and says whether the stream came to its proper end.
func readStream(body io.Reader, start time.Time, seen *tally) bool {
	reader := bufio.NewReader(body)
	first := true
	for {
		line, err := reader.ReadSlice('\n')
		if bytes.HasPrefix(line, []byte("data: [DONE]")) {
			_, _ = io.Copy(io.Discard, reader)
			return true
		}
		if bytes.HasPrefix(line, []byte("data: ")) {
			seen.chunks++
			if first && bytes.Contains(line, []byte(`"content":" word"`)) {
				seen.firstEvents = append(seen.firstEvents, time.Since(start))
				first = false
			}
		}
		if err != nil {
			return false
		}
	}
}

func report(tallies []tally, elapsed time.Duration) {
	var all tally
	for _, seen := range tallies {
		all.requests += seen.requests
		all.chunks += seen.chunks
		all.errors += seen.errors
		all.firstEvents = append(all.firstEvents, seen.firstEvents...)
		all.wholes = append(all.wholes, seen.wholes...)
	}
	line, _ := json.Marshal(map[string]any{
		"requests": all.requests, "errors": all.errors, "chunks": all.chunks,
		"seconds":            elapsed.Seconds(),
		"requests_a_second":  float64(all.requests) / elapsed.Seconds(),
		"first_event_p50_ms": quantile(all.firstEvents, 0.50), "first_event_p99_ms": quantile(all.firstEvents, 0.99),
		"whole_p50_ms": quantile(all.wholes, 0.50), "whole_p99_ms": quantile(all.wholes, 0.99),
	})
	fmt.Println(string(line))
}

func quantile(times []time.Duration, q float64) float64 {
	if len(times) == 0 {
		return 0
	}
	sort.Slice(times, func(i, j int) bool { return times[i] < times[j] })
	return float64(times[int(q*float64(len(times)-1))].Microseconds()) / 1000
}
