"""What exchanges answer, in their shapes and with numbers of our own: one moment that agrees.

The names of fields are those that ccxt documents beside its readers of each exchange.
"""

from typing import Any

MOMENT = 1_790_668_800_000  # 2026-09-29T08:00:00Z
HOUR = 3600_000
SPOT, FUTURE, MARK, INDEX = "71250.00", "71290.50", "71288.10", "71251.40"
Answers = dict[str, Any]


def binance() -> Answers:
    def filters(tick: str, step: str) -> list[dict[str, str]]:
        return [
            {
                "filterType": "PRICE_FILTER",
                "minPrice": tick,
                "maxPrice": "9000000",
                "tickSize": tick,
            },
            {"filterType": "LOT_SIZE", "minQty": step, "maxQty": "900", "stepSize": step},
        ]

    def spot(base: str) -> Answers:
        return {"symbol": f"{base}USDT", "status": "TRADING", "baseAsset": base,
                "quoteAsset": "USDT", "isSpotTradingAllowed": True, "permissions": ["SPOT"],
                "filters": filters("0.01", "0.00001")}  # fmt: skip

    def linear(base: str, step: str) -> Answers:
        return {"symbol": f"{base}USDT", "pair": f"{base}USDT", "contractType": "PERPETUAL",
                "deliveryDate": 4133404800000, "status": "TRADING", "baseAsset": base,
                "quoteAsset": "USDT", "marginAsset": "USDT", "underlyingType": "COIN",
                "filters": filters("0.10", step)}  # fmt: skip

    inverse = {"symbol": "BTCUSD_PERP", "pair": "BTCUSD", "contractType": "PERPETUAL",
               "deliveryDate": 4133404800000, "contractStatus": "TRADING", "contractSize": 100,
               "marginAsset": "BTC", "baseAsset": "BTC", "quoteAsset": "USD",
               "filters": filters("0.1", "1")}  # fmt: skip
    quarter = inverse | {"symbol": "BTCUSD_261225", "contractType": "CURRENT_QUARTER",
                         "deliveryDate": 1_798_185_600_000}  # fmt: skip

    def ticker(symbol: str, last: str) -> Answers:
        return {"symbol": symbol, "lastPrice": last, "openPrice": last, "highPrice": last,
                "lowPrice": last, "volume": "1", "quoteVolume": "1", "openTime": MOMENT - 24 * HOUR,
                "closeTime": MOMENT, "firstId": 1, "lastId": 2, "count": 2}  # fmt: skip

    def of_spot(symbol: str, last: str) -> Answers:  # ccxt tells spot from futures by bidPrice
        return ticker(symbol, last) | {
            "bidPrice": last,
            "bidQty": "1",
            "askPrice": last,
            "askQty": "1",
        }

    def premium(symbol: str, mark: str, rate: str, index: str = INDEX) -> Answers:
        return {"symbol": symbol, "markPrice": mark, "indexPrice": index, "lastFundingRate": rate,
                "estimatedSettlePrice": index, "interestRate": "0.0001",
                "nextFundingTime": MOMENT + 8 * HOUR, "time": MOMENT}  # fmt: skip

    def paid(symbol: str, rate: str, hours: int) -> list[Answers]:
        return [{"symbol": symbol, "fundingTime": MOMENT - back * hours * HOUR + 4,
                 "fundingRate": rate, "markPrice": MARK} for back in (2, 1, 0)]  # fmt: skip

    return {
        "GET api.binance.com/api/v3/exchangeInfo": {"symbols": [spot("BTC"), spot("ETH")]},
        "GET fapi.binance.com/fapi/v1/exchangeInfo": {
            "symbols": [linear("BTC", "0.001"), linear("ETH", "0.001"), linear("KNC", "1")]
        },
        "GET dapi.binance.com/dapi/v1/exchangeInfo": {"symbols": [inverse, quarter]},
        "GET api.binance.com/api/v3/ticker/24hr": [of_spot("BTCUSDT", SPOT), of_spot("ETHUSDT", "3801.00")],
        "GET fapi.binance.com/fapi/v1/ticker/24hr": [
            ticker("BTCUSDT", FUTURE), ticker("ETHUSDT", "3802.20"), ticker("KNCUSDT", "0.4400"),
        ],
        "GET dapi.binance.com/dapi/v1/ticker/24hr": [
            ticker("BTCUSD_PERP", "71285.0"), ticker("BTCUSD_261225", "72410.0"),
        ],
        "GET fapi.binance.com/fapi/v1/premiumIndex": [
            premium("BTCUSDT", MARK, "0.00012"), premium("ETHUSDT", "3802.00", "0.00008", "3801.30"),
            premium("KNCUSDT", "0.4400", "-0.0009", "0.4402"),
        ],
        "GET dapi.binance.com/dapi/v1/premiumIndex": [premium("BTCUSD_PERP", MARK, "0.00010")],
        "GET fapi.binance.com/fapi/v1/fundingInfo": [
            {"symbol": "KNCUSDT", "fundingIntervalHours": 4, "disclaimer": False}
        ],
        "GET dapi.binance.com/dapi/v1/fundingInfo": [],
        "GET fapi.binance.com/fapi/v1/fundingRate?symbol=BTCUSDT": paid("BTCUSDT", "0.00012", 8),
        "GET fapi.binance.com/fapi/v1/fundingRate?symbol=ETHUSDT": paid("ETHUSDT", "0.00008", 8),
        "GET dapi.binance.com/dapi/v1/fundingRate?symbol=BTCUSD_PERP": paid("BTCUSD_PERP", "0.0001", 8),
    }  # fmt: skip


def okx() -> Answers:
    def instrument(name: str, kind: str, **more: str) -> Answers:
        return {"instId": name, "instType": kind, "baseCcy": "", "quoteCcy": "", "settleCcy": "",
                "ctType": "", "ctVal": "", "ctMult": "1", "ctValCcy": "", "expTime": "",
                "lever": "100", "lotSz": "0.01", "minSz": "0.01", "tickSz": "0.1", "state": "live",
                "ruleType": "normal", "uly": "", "instFamily": "", "optType": "", "stk": "",
                "alias": "", "listTime": "1600000000000"} | more  # fmt: skip

    def ticker(name: str, kind: str, last: str) -> Answers:
        return {"instType": kind, "instId": name, "last": last, "bidPx": last, "askPx": last,
                "open24h": last, "high24h": last, "low24h": last, "volCcy24h": "1", "vol24h": "1",
                "ts": str(MOMENT)}  # fmt: skip

    def funding(name: str, rate: str, hours: int) -> Answers:
        return {"instId": name, "instType": "SWAP", "fundingRate": rate, "nextFundingRate": "",
                "fundingTime": str(MOMENT + hours * HOUR),
                "nextFundingTime": str(MOMENT + 2 * hours * HOUR), "ts": str(MOMENT)}  # fmt: skip

    def data(*rows: Answers) -> Answers:
        return {"code": "0", "msg": "", "data": list(rows)}

    at, linear = "GET www.okx.com/api/v5", {"ctType": "linear", "settleCcy": "USDT"}
    return {
        f"{at}/public/instruments?instType=SPOT": data(
            instrument("BTC-USDT", "SPOT", baseCcy="BTC", quoteCcy="USDT")
        ),
        f"{at}/public/instruments?instType=FUTURES": data(),
        f"{at}/public/instruments?instType=SWAP": data(
            instrument("BTC-USDT-SWAP", "SWAP", ctVal="0.01", ctValCcy="BTC", uly="BTC-USDT", instFamily="BTC-USDT", **linear),
            instrument("ETH-USDT-SWAP", "SWAP", ctVal="0.1", ctValCcy="ETH", uly="ETH-USDT", instFamily="ETH-USDT", **linear),
            instrument("BTC-USD-SWAP", "SWAP", ctVal="100", ctValCcy="USD", uly="BTC-USD", instFamily="BTC-USD",
                       ctType="inverse", settleCcy="BTC", lotSz="1"),
        ),
        f"{at}/market/tickers?instType=SPOT": data(ticker("BTC-USDT", "SPOT", SPOT)),
        f"{at}/market/tickers?instType=SWAP": data(
            ticker("BTC-USDT-SWAP", "SWAP", FUTURE), ticker("ETH-USDT-SWAP", "SWAP", "3802.2"),
            ticker("BTC-USD-SWAP", "SWAP", "71284.0"),
        ),
        f"{at}/public/funding-rate?instId=ANY": data(
            funding("BTC-USDT-SWAP", "0.00013", 8), funding("ETH-USDT-SWAP", "0.00006", 4),
            funding("BTC-USD-SWAP", "0.00009", 8),
        ),
        f"{at}/public/funding-rate-history?instId=BTC-USDT-SWAP": data(*[
            {"instType": "SWAP", "instId": "BTC-USDT-SWAP", "fundingRate": "0.00013",
             "realizedRate": "0.00013", "fundingTime": str(MOMENT - back * 8 * HOUR)}
            for back in (0, 1, 2)
        ]),
        f"{at}/public/position-tiers": data(
            {"tier": "1", "minSz": "0", "maxSz": "3000", "imr": "0.01", "mmr": "0.004", "maxLever": "100"},
            {"tier": "2", "minSz": "3000", "maxSz": "9000", "imr": "0.02", "mmr": "0.01", "maxLever": "50"},
        ),
    }  # fmt: skip


def bybit() -> Answers:
    def result(category: str, *rows: Answers) -> Answers:
        page = {"category": category, "list": list(rows), "nextPageCursor": ""}
        return {"retCode": 0, "retMsg": "OK", "result": page, "retExtInfo": {}, "time": MOMENT}

    spot = {"symbol": "BTCUSDT", "baseCoin": "BTC", "quoteCoin": "USDT", "status": "Trading",
            "marginTrading": "both", "lotSizeFilter": {"basePrecision": "0.000001",
            "quotePrecision": "0.0000001", "minOrderQty": "0.00001", "maxOrderQty": "70"},
            "priceFilter": {"tickSize": "0.01"}}  # fmt: skip

    def contract(
        name: str, kind: str, settle: str, quote: str, minutes: int, least: str
    ) -> Answers:
        return {"symbol": name, "contractType": kind, "status": "Trading", "baseCoin": "BTC",
                "quoteCoin": quote, "settleCoin": settle, "launchTime": "1585526400000",
                "deliveryTime": "0", "fundingInterval": minutes,
                "leverageFilter": {"minLeverage": "1", "maxLeverage": "100"},
                "priceFilter": {"minPrice": "0.1", "maxPrice": "999999", "tickSize": "0.10"},
                "lotSizeFilter": {"maxOrderQty": "100", "minOrderQty": least, "qtyStep": least}}  # fmt: skip

    def ticker(name: str, last: str, rate: str) -> Answers:
        return {"symbol": name, "lastPrice": last, "indexPrice": INDEX, "markPrice": MARK,
                "bid1Price": last, "ask1Price": last, "fundingRate": rate, "volume24h": "1",
                "turnover24h": "1", "prevPrice24h": last, "highPrice24h": last,
                "lowPrice24h": last, "nextFundingTime": str(MOMENT + 8 * HOUR)}  # fmt: skip

    def of_contract(name: str, last: str, rate: str) -> Answers:  # by this ccxt tells it from spot
        return ticker(name, last, rate) | {"openInterestValue": "1"}

    def tier(number: int, limit: str, rate: str, leverage: str) -> Answers:
        return {"id": number, "symbol": "BTCUSDT", "riskLimitValue": limit, "maxLeverage": leverage,
                "maintenanceMargin": rate, "initialMargin": "0.01"}  # fmt: skip

    at = "GET api.bybit.com/v5/market"
    linear = contract("BTCUSDT", "LinearPerpetual", "USDT", "USDT", 240, "0.001")
    inverse = contract("BTCUSD", "InversePerpetual", "BTC", "USD", 480, "1")
    return {
        f"{at}/instruments-info?category=spot": result("spot", spot),
        f"{at}/instruments-info?category=linear": result("linear", linear),
        f"{at}/instruments-info?category=inverse": result("inverse", inverse),
        f"{at}/tickers?category=spot": result("spot", ticker("BTCUSDT", SPOT, "")),
        f"{at}/tickers?category=linear": result("linear", of_contract("BTCUSDT", FUTURE, "0.00011")),
        f"{at}/tickers?category=inverse": result("inverse", of_contract("BTCUSD", "71283.0", "-0.00002")),
        f"{at}/funding/history?symbol=BTCUSDT": result("linear", *[
            {"symbol": "BTCUSDT", "fundingRate": "0.00011",
             "fundingRateTimestamp": str(MOMENT - back * 4 * HOUR)} for back in (0, 1, 2)
        ]),
        f"{at}/risk-limit?category=linear&symbol=BTCUSDT": result(
            "linear", tier(1, "2000000", "0.5", "100"), tier(2, "2600000", "0.56", "90")
        ),
    }  # fmt: skip


def deribit() -> Answers:
    def result(value: Any) -> Answers:
        return {
            "jsonrpc": "2.0",
            "result": value,
            "usIn": 1,
            "usOut": 2,
            "usDiff": 1,
            "testnet": False,
        }

    def future(name: str, period: str, expires: int) -> Answers:
        return {"instrument_name": name, "kind": "future", "base_currency": "BTC",
                "quote_currency": "USD", "counter_currency": "USD", "settlement_currency": "BTC",
                "settlement_period": period, "contract_size": 10.0, "min_trade_amount": 10.0,
                "tick_size": 0.5, "maker_commission": 0.0, "taker_commission": 0.0005,
                "is_active": True, "expiration_timestamp": expires, "max_leverage": 50}  # fmt: skip

    def ticker(name: str, last: float) -> Answers:
        return {"instrument_name": name, "last_price": last, "mark_price": last, "state": "open",
                "best_bid_price": last, "best_ask_price": last, "index_price": 71251.4,
                "timestamp": MOMENT, "stats": {"volume": 1, "low": last, "high": last}}  # fmt: skip

    paid = [{"timestamp": MOMENT - back * HOUR, "index_price": 71251.4, "prev_index_price": 71251.4,
             "interest_8h": 0.00008, "interest_1h": 0.00001} for back in (2, 1, 0)]  # fmt: skip
    at = "GET www.deribit.com/api/v2/public"
    return {
        f"{at}/get_instruments": result([
            future("BTC-PERPETUAL", "perpetual", 32503708800000),
            future("BTC-25DEC26", "month", 1_798_185_600_000),
        ]),
        f"{at}/ticker?instrument_name=BTC-PERPETUAL": result(ticker("BTC-PERPETUAL", 71286.5)),
        f"{at}/ticker?instrument_name=BTC-25DEC26": result(ticker("BTC-25DEC26", 72390.0)),
        f"{at}/get_funding_rate_value": result(0.00008),
        f"{at}/get_funding_rate_history": result(paid),
    }  # fmt: skip


def hyperliquid() -> Answers:
    universe = [{"name": "BTC", "szDecimals": 5, "maxLeverage": 40, "onlyIsolated": False},
                {"name": "ETH", "szDecimals": 4, "maxLeverage": 25, "onlyIsolated": False}]  # fmt: skip

    def context(middle: str, oracle: str, rate: str) -> Answers:
        return {"funding": rate, "markPx": middle, "midPx": middle, "oraclePx": oracle,
                "prevDayPx": middle, "openInterest": "1", "dayNtlVlm": "1", "premium": "0",
                "impactPxs": [middle, middle]}  # fmt: skip

    paid = [{"coin": "BTC", "fundingRate": "0.000015", "premium": "0", "time": MOMENT - back * HOUR}
            for back in (2, 1, 0)]  # fmt: skip
    at = "POST api.hyperliquid.xyz/info"
    return {
        f"{at}?type=metaAndAssetCtxs": [
            {"universe": universe, "collateralToken": 0, "marginTables": []},
            [context("71289.5", INDEX, "0.000015"), context("3802.1", "3801.2", "0.00001")],
        ],
        f"{at}?coin=BTC&type=fundingHistory": paid,
    }


def kraken() -> Answers:
    levels = [{"contracts": 0, "initialMargin": 0.02, "maintenanceMargin": 0.01},
              {"contracts": 250000, "initialMargin": 0.04, "maintenanceMargin": 0.02}]  # fmt: skip
    pair = {"altname": "XBTUSD", "wsname": "XBT/USD", "base": "XXBT", "quote": "ZUSD",
            "aclass_base": "currency", "aclass_quote": "currency", "pair_decimals": 1,
            "lot_decimals": 8, "lot": "unit", "lot_multiplier": 1, "leverage_buy": [],
            "leverage_sell": [], "fees": [[0, 0.4]], "fees_maker": [[0, 0.25]],
            "ordermin": "0.0001", "tick_size": "0.1", "status": "online"}  # fmt: skip
    of_spot = {"a": [SPOT, "1", "1"], "b": [SPOT, "1", "1"], "c": [SPOT, "1"], "v": ["1", "1"],
               "p": [SPOT, SPOT], "t": [1, 1], "l": [SPOT, SPOT], "h": [SPOT, SPOT], "o": SPOT}  # fmt: skip
    at = "GET futures.kraken.com/derivatives/api/v3"
    paid = [{"timestamp": f"2026-09-29T0{hour}:00:00.000Z", "fundingRate": "1.06932",
             "relativeFundingRate": "0.000015"} for hour in (6, 7, 8)]  # fmt: skip
    return {
        "GET futures.kraken.com/derivatives/api/v4/historicalfundingrates": {"rates": paid},
        f"{at}/instruments": {"result": "success", "serverTime": "2026-09-29T08:00:00.000Z", "instruments": [
            {"symbol": "PF_XBTUSD", "type": "flexible_futures", "tickSize": 1, "contractSize": 1,
             "contractValueTradePrecision": 4, "tradeable": True, "marginLevels": levels},
            {"symbol": "PI_XBTUSD", "type": "futures_inverse", "tickSize": 0.5, "contractSize": 1,
             "contractValueTradePrecision": 0, "tradeable": True, "marginLevels": levels},
        ]},
        f"{at}/tickers": {"result": "success", "serverTime": "2026-09-29T08:00:00.000Z", "tickers": [
            {"symbol": "PF_XBTUSD", "tag": "perpetual", "pair": "XBT:USD", "markPrice": 71288.0,
             "bid": 71290, "ask": 71291, "last": 71290.5, "indexPrice": 71251.4, "open24h": 71000,
             "lastTime": "2026-09-29T07:59:58.000Z", "fundingRate": 1.06932, "suspended": False,
             "fundingRatePrediction": 1.0, "vol24h": 1},
            {"symbol": "PI_XBTUSD", "tag": "perpetual", "pair": "XBT:USD", "markPrice": 71280.0,
             "bid": 71280, "ask": 71281, "last": 71280.5, "indexPrice": 71251.4, "open24h": 71000,
             "lastTime": "2026-09-29T07:59:58.000Z", "fundingRate": 0.0, "suspended": False,
             "fundingRatePrediction": 0.0, "vol24h": 1},
        ]},
        "GET api.kraken.com/0/public/AssetPairs": {"error": [], "result": {"XXBTZUSD": pair}},
        "GET api.kraken.com/0/public/Ticker": {"error": [], "result": {"XXBTZUSD": of_spot}},
        "GET api.kraken.com/0/public/Assets": {"error": [], "result": {
            "XXBT": {"aclass": "currency", "altname": "XBT", "decimals": 10, "display_decimals": 5},
            "ZUSD": {"aclass": "currency", "altname": "USD", "decimals": 4, "display_decimals": 2},
        }},
    }  # fmt: skip


ANSWERS = binance() | okx() | bybit() | deribit() | hyperliquid() | kraken()
