-- Where the files are
-- Another role than Ingest's: it reads only. DESC EXTERNAL VOLUME ingest_our_lake_volume tells the user and the external id that its trust policy has to allow; the statements ReadFiles and ListFiles are the rights it needs.
CREATE EXTERNAL VOLUME IF NOT EXISTS ingest_our_lake_volume
  STORAGE_LOCATIONS = ((
    NAME = 'ingest'
    STORAGE_PROVIDER = 'S3'
    STORAGE_BASE_URL = 's3://lake/acme/'
    STORAGE_AWS_ROLE_ARN = '<ARN of a role of yours that Snowflake may assume>'
  ))
  ALLOW_WRITES = FALSE;

-- How tables are found: by their metadata files
-- Snowflake reads no JDBC catalog, so each table names its newest metadata file.
CREATE CATALOG INTEGRATION IF NOT EXISTS ingest_our_lake_catalog
  CATALOG_SOURCE = OBJECT_STORE
  TABLE_FORMAT = ICEBERG
  ENABLED = TRUE;

-- Schema of the tables in shop
-- In the database that you use.
CREATE SCHEMA IF NOT EXISTS "SHOP";

-- Table shop.orders
-- The newest file in the table's folder metadata, below the volume's place.
CREATE ICEBERG TABLE IF NOT EXISTS "SHOP"."ORDERS"
  EXTERNAL_VOLUME = 'ingest_our_lake_volume'
  CATALOG = 'ingest_our_lake_catalog'
  METADATA_FILE_PATH = 'shop/orders/metadata/00042-it''s.metadata.json';

-- Refresh of shop.orders
-- After each run, with the path that the notification run.succeeded tells: the table shows what this metadata file shows.
ALTER ICEBERG TABLE "SHOP"."ORDERS" REFRESH 'shop/orders/metadata/00042-it''s.metadata.json';
