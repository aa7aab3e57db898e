// Stream asks a question and prints the answer as it comes.
//
//	CAMBIO_KEY=... clients/go/bin/stream [-unary] [QUESTION]
//
// CAMBIO_GRPC is the router's or Envoy's host:port (127.0.0.1:8080), CAMBIO_MODEL the model.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"cambio/clients/go/cambiov1"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

func main() {
	unary := flag.Bool("unary", false, "wait for the whole answer")
	flag.Parse()
	question := strings.Join(flag.Args(), " ")
	if question == "" {
		question = "Hello, who are you?"
	}
	if err := ask(question, *unary); err != nil {
		failure := status.Convert(err)
		fmt.Fprintf(os.Stderr, "\n%s: %s\n", failure.Code(), failure.Message())
		os.Exit(1)
	}
}

func ask(question string, unary bool) error {
	connection, err := grpc.NewClient(setting("CAMBIO_GRPC", "127.0.0.1:8080"),
		grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer connection.Close()
	ctx := metadata.AppendToOutgoingContext(context.Background(), "authorization", "Bearer "+os.Getenv("CAMBIO_KEY"))
	client := cambiov1.NewCompletionServiceClient(connection)
	if unary {
		return complete(ctx, client, question)
	}
	return stream(ctx, client, question)
}

func complete(ctx context.Context, client cambiov1.CompletionServiceClient, question string) error {
	answer, err := client.Complete(ctx, &cambiov1.CompleteRequest{Generation: spec(question)})
	if err != nil {
		return err
	}
	for _, part := range answer.GetChoices()[0].GetMessage().GetContent() {
		fmt.Print(part.GetText())
	}
	summary(answer.GetModel(), answer.GetProvider(), answer.GetUsage())
	return nil
}

func stream(ctx context.Context, client cambiov1.CompletionServiceClient, question string) error {
	events, err := client.StreamComplete(ctx, &cambiov1.StreamCompleteRequest{Generation: spec(question)})
	if err != nil {
		return err
	}
	var started *cambiov1.Started
	var usage *cambiov1.Usage
	for {
		event, err := events.Recv()
		if errors.Is(err, io.EOF) {
			summary(started.GetModel(), started.GetProvider(), usage)
			return nil
		}
		if err != nil {
			return err
		}
		switch event := event.GetEvent().(type) {
		case *cambiov1.StreamCompleteResponse_Started:
			started = event.Started
		case *cambiov1.StreamCompleteResponse_ContentDelta:
			fmt.Print(event.ContentDelta.GetText())
		case *cambiov1.StreamCompleteResponse_Usage:
			usage = event.Usage
		}
	}
}

func spec(question string) *cambiov1.GenerationSpec {
	return &cambiov1.GenerationSpec{
		Model: setting("CAMBIO_MODEL", "cambio/tiny-chat"),
		Messages: []*cambiov1.Message{{
			Role:    cambiov1.Role_ROLE_USER,
			Content: []*cambiov1.ContentPart{{Part: &cambiov1.ContentPart_Text{Text: question}}},
		}},
		MaxOutputTokens: proto.Int32(64),
	}
}

func summary(model, provider string, usage *cambiov1.Usage) {
	cost := "unknown"
	if usage.GetCost() != nil {
		cost = usage.GetCost().GetTotalUsd() + " USD"
	}
	fmt.Printf("\n\nmodel %s, provider %s, tokens %d + %d, cost %s\n",
		model, provider, usage.GetInputTokens(), usage.GetOutputTokens(), cost)
}

func setting(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}
