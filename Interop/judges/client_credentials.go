// Gets a token and calls the API as the documentation of golang.org/x/oauth2/clientcredentials says, with each way of
// sending the credentials that the library has.
package main

import (
	"context"
	"encoding/json"
	"log"
	"net/http"
	"os"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

type outcome struct {
	TokenType string `json:"token_type"`
	Valid     bool   `json:"valid"`
	Status    int    `json:"status"`
	Count     int    `json:"count"`
}

func call(style oauth2.AuthStyle) (outcome, error) {
	config := &clientcredentials.Config{
		ClientID:     os.Getenv("ID"),
		ClientSecret: os.Getenv("SECRET"),
		TokenURL:     os.Getenv("TOKEN_URL"),
		Scopes:       []string{"external"},
		AuthStyle:    style,
	}
	ctx := context.Background()
	token, err := config.Token(ctx)
	if err != nil {
		return outcome{}, err
	}
	response, err := config.Client(ctx).Get(os.Getenv("API_URL"))
	if err != nil {
		return outcome{}, err
	}
	defer response.Body.Close()
	var page struct{ Count int }
	if response.StatusCode == http.StatusOK {
		if err := json.NewDecoder(response.Body).Decode(&page); err != nil {
			return outcome{}, err
		}
	}
	return outcome{token.Type(), token.Valid(), response.StatusCode, page.Count}, nil
}

func main() {
	styles := map[string]oauth2.AuthStyle{
		"auto":   oauth2.AuthStyleAutoDetect,
		"header": oauth2.AuthStyleInHeader,
		"params": oauth2.AuthStyleInParams,
	}
	result, err := call(styles[os.Args[1]])
	if err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(result); err != nil {
		log.Fatal(err)
	}
}
