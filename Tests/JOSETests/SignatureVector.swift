import JOSE
import Testing

/// A key and a JWS that its owner signed: examples of the RFCs, and for the algorithms that they have no example of,
/// what Python's joserfc 1.8.0 made.
struct SignatureVector: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let algorithm: SigningAlgorithm
    let key: String
    let compact: String

    static let all = [rfc7515A2, rfc7515A3, rfc8037A4, joserfcRS384, joserfcPS256, joserfcES384]

    /// RFC 7515 appendix A.2, RS256.
    static let rfc7515A2 = SignatureVector(
        testDescription: "rfc7515A2", algorithm: .rs256,
        key: #"""
            {"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2\#
            mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSH\#
            SXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7\#
            aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"}
            """#,
        compact: #"""
            eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9\#
            pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Q\#
            c_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARN\#
            PvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6I\#
            eYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw
            """#)

    /// RFC 7515 appendix A.3, ES256.
    static let rfc7515A3 = SignatureVector(
        testDescription: "rfc7515A3", algorithm: .es256,
        key: #"""
            {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_\#
            tue659LNpXW6pCyStikYjKIWI5a0"}
            """#,
        compact: #"""
            eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9\#
            pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqP\#
            P3-Kg6NU1Q
            """#)

    /// RFC 8037 appendix A.4, Ed25519.
    static let rfc8037A4 = SignatureVector(
        testDescription: "rfc8037A4", algorithm: .edDSA,
        key: #"""
            {"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
            """#,
        compact: #"""
            eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AI\#
            bQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg
            """#)

    /// RS384, made by joserfc 1.8.0, payload `{"iss":"joserfc","exp":1300819380.25}`.
    static let joserfcRS384 = SignatureVector(
        testDescription: "joserfcRS384", algorithm: .rs384,
        key: #"""
            {"n":"n3LeEDqABwDl1ArNJCZh5SbQUttE7JJk3uLArfQh648mTLMD2Fk1qxdhkcDpiAx__z_alGB63rGUYEfZOXAQIvna9J\#
            109s_MzpATQhcMtXZVUi0IpfzYD_tDq3L9WM21ey9B5NcybyafGnPN8Rp3mE50RRnO8iH3awqfphR_BYZBTF16N-Ji6D6HVf\#
            FYXbWYZOt4xA69__I3TcsF5mc38u9BVjBk0vYZ066SSSbs46vtUP4ii8Zsb6H7g8OBAnkY-iXO566AVnfLlqnX_Z9EKUsUNn\#
            gZFKNtYsRP_npkPZb1dt1LXQPE1pTx61VWAKK2Saun1-0VRs9QAT7X4yzGWw","e":"AQAB","kty":"RSA"}
            """#,
        compact: #"""
            eyJhbGciOiJSUzM4NCIsImtpZCI6ImsxIn0.eyJpc3MiOiJqb3NlcmZjIiwiZXhwIjoxMzAwODE5MzgwLjI1fQ.W9DcrKg-r\#
            5emRxiUCyqx1EDdY7uKz7_zmy0vyeGz6zY2KPYVvmKRF5sE7RK7gyzqsNAoTZe2ihP_8fy9MsCx-f7ZHrtWrtC0KrZcFIvU8\#
            Id4PyPXEUYbc55ALK-Ge2RmnWibuoIFcjkNSrlZ-wcuvDCnyTboSIGP4dwKhF11jLbzjczCMtYfwqlNxrY3NbmYppSKvJLz3\#
            ef_0_YlQD9xGQ_s6JKJsmhheseKLl3xZmo7mbY9vxfs0uxib9esIz5lfaCyMGGTNf_pvYuRxva3RgMZ7G3Wcv2iLDLj2WHpE\#
            ZraWBLa2byE3BFbU5OMhPEX3dn2e1SZHiLLED_zgqlAdQ
            """#)

    /// PS256, made by joserfc 1.8.0, payload `{"iss":"joserfc","exp":1300819380.25}`.
    static let joserfcPS256 = SignatureVector(
        testDescription: "joserfcPS256", algorithm: .ps256,
        key: #"""
            {"n":"n3LeEDqABwDl1ArNJCZh5SbQUttE7JJk3uLArfQh648mTLMD2Fk1qxdhkcDpiAx__z_alGB63rGUYEfZOXAQIvna9J\#
            109s_MzpATQhcMtXZVUi0IpfzYD_tDq3L9WM21ey9B5NcybyafGnPN8Rp3mE50RRnO8iH3awqfphR_BYZBTF16N-Ji6D6HVf\#
            FYXbWYZOt4xA69__I3TcsF5mc38u9BVjBk0vYZ066SSSbs46vtUP4ii8Zsb6H7g8OBAnkY-iXO566AVnfLlqnX_Z9EKUsUNn\#
            gZFKNtYsRP_npkPZb1dt1LXQPE1pTx61VWAKK2Saun1-0VRs9QAT7X4yzGWw","e":"AQAB","kty":"RSA"}
            """#,
        compact: #"""
            eyJhbGciOiJQUzI1NiIsImtpZCI6ImsxIn0.eyJpc3MiOiJqb3NlcmZjIiwiZXhwIjoxMzAwODE5MzgwLjI1fQ.TFB19wBPr\#
            oJLYIjl3fFPdBAzmhogL2-hrL4PEDBsPgd12UMiDEovMkJskJhRRVCHvukNntcN6uo7D9ENATFdydnx5WSH2K3VDII6z-sWF\#
            20pl2iAj9d4DKXL3iHwO9_3i4xUXuAN_muxOsd4smwbUyMwOe-kAaPSN88LPHwe4X2lVAxsaPabWXXUNntYTyYIuPDQZ6TXH\#
            R5rjfphCi8YCiPCj84-3ycQhy52LwL4W5vnSeIQqY6s-56DrOeknWfs7Ieky01MJe2QB8G4UtMq90a09FuGq_uqF-EAO3tnI\#
            KtUjmVclqfdOalPItz1hV2pLbIoCP--XiNKWKNhmKjH7g
            """#)

    /// ES384, made by joserfc 1.8.0, payload `{"iss":"joserfc","exp":1300819380.25}`.
    static let joserfcES384 = SignatureVector(
        testDescription: "joserfcES384", algorithm: .es384,
        key: #"""
            {"crv":"P-384","x":"b5KHmwjuQ3XgY8T6O1AKke3Zqlk77B3EEnLr8xpCwtiHLat1opej10rR32tSvsio","y":"D-Rz9\#
            _LjCnKzEvUO2kR2y9S4MLGWUAUvh1BQQomSRCI4NPzyIg7wsvyFncUjWVwa","kty":"EC"}
            """#,
        compact: #"""
            eyJhbGciOiJFUzM4NCIsImtpZCI6ImsxIn0.eyJpc3MiOiJqb3NlcmZjIiwiZXhwIjoxMzAwODE5MzgwLjI1fQ.9Mttw2ZQ9\#
            JTGdyNWvgdbpw6wf18wmHEpC3em6IS45DulTQ99dVoRnOvIxGPlYnRsB9tZEe2PUUAjFFJWQn3rlFgv1iw5FNuZcXEnS_4IP\#
            m9j9-Gj1v_-lCJDm2GtS1wQ
            """#)
}

/// The key of RFC 7638 section 3.1, whose thumbprint is `NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs`.
let thumbprintExampleKey =
    #"""
    {"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhD\#
    R1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0\#
    _FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6\#
    WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS25\#
    6","kid":"2011-04-29"}
    """#
