-- How tables are found: in the REST catalog
-- A client of Snowflake's own that may only read is better than Ingest's.
CREATE CATALOG INTEGRATION IF NOT EXISTS ingest_our_lake_catalog
  CATALOG_SOURCE = ICEBERG_REST
  TABLE_FORMAT = ICEBERG
  REST_CONFIG = (
    CATALOG_URI = 'https://catalog.example/api'
    WAREHOUSE = 'it''s ours'
    ACCESS_DELEGATION_MODE = VENDED_CREDENTIALS
  )
  REST_AUTHENTICATION = (
    TYPE = OAUTH
    OAUTH_TOKEN_URI = 'https://login.example/token'
    OAUTH_CLIENT_ID = '<client id>'
    OAUTH_CLIENT_SECRET = '<client secret>'
    OAUTH_ALLOWED_SCOPES = ('PRINCIPAL_ROLE:ALL')
  )
  ENABLED = TRUE;

-- Schema of the tables in shop
-- In the database that you use.
CREATE SCHEMA IF NOT EXISTS "SHOP";

-- Table shop.orders
-- Snowflake looks for new snapshots by itself, in the interval of the catalog integration.
CREATE ICEBERG TABLE IF NOT EXISTS "SHOP"."ORDERS"
  CATALOG = 'ingest_our_lake_catalog'
  CATALOG_NAMESPACE = 'ingest.eu.shop'
  CATALOG_TABLE_NAME = 'orders'
  AUTO_REFRESH = TRUE;

-- Refresh of shop.orders
-- Where waiting for the interval is too long.
ALTER ICEBERG TABLE "SHOP"."ORDERS" REFRESH;
