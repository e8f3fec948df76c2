# Gets a token and calls the API as the documentation of the gem oauth2 says, with the scheme named by the argument.

require "json"
require "oauth2"

client = OAuth2::Client.new(
  ENV.fetch("ID"), ENV.fetch("SECRET"),
  site: ENV.fetch("SITE"), token_url: ENV.fetch("TOKEN_URL"), auth_scheme: ARGV.fetch(0).to_sym
)
token = client.client_credentials.get_token(scope: "external")
page = JSON.parse(token.get(ENV.fetch("API_URL")).body)
puts JSON.generate(
  token_type: token.params["token_type"], valid: !token.expired?, scope: token.params["scope"],
  expires_in: token.expires_in, count: page.fetch("Count")
)
