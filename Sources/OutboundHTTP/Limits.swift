import AsyncHTTPClient
import X509
