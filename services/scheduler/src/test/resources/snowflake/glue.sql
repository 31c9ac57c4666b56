-- Where the files are
-- Another role than Ingest's: it reads only. DESC EXTERNAL VOLUME ingest_our_lake_volume tells the user and the external id that its trust policy has to allow; the statements ReadFiles and ListFiles are the rights it needs.
CREATE EXTERNAL VOLUME IF NOT EXISTS ingest_our_lake_volume
  STORAGE_LOCATIONS = ((
    NAME = 'ingest'
    STORAGE_PROVIDER = 'S3'
    STORAGE_BASE_URL = 's3://lake/acme/'
    STORAGE_AWS_ROLE_ARN = '<ARN of a role of yours that Snowflake may assume>'
    ENCRYPTION = (TYPE = 'AWS_SSE_KMS' KMS_KEY_ID = 'arn:aws:kms:eu-central-1:123456789012:key/0a1b')
  ))
  ALLOW_WRITES = FALSE;

-- How tables are found: in Glue
-- DESC CATALOG INTEGRATION ingest_our_lake_catalog tells whom the role has to trust; glue:GetTable and glue:GetDatabase are enough.
CREATE CATALOG INTEGRATION IF NOT EXISTS ingest_our_lake_catalog
  CATALOG_SOURCE = GLUE
  TABLE_FORMAT = ICEBERG
  GLUE_AWS_ROLE_ARN = '<ARN of a role of yours that Snowflake may assume>'
  GLUE_CATALOG_ID = '123456789012'
  GLUE_REGION = 'eu-central-1'
  ENABLED = TRUE;

-- Schema of the tables in shop
-- In the database that you use.
CREATE SCHEMA IF NOT EXISTS "SHOP";

-- Table shop.orders
-- Snowflake looks for new snapshots by itself, in the interval of the catalog integration.
CREATE ICEBERG TABLE IF NOT EXISTS "SHOP"."ORDERS"
  EXTERNAL_VOLUME = 'ingest_our_lake_volume'
  CATALOG = 'ingest_our_lake_catalog'
  CATALOG_NAMESPACE = 'acme_shop'
  CATALOG_TABLE_NAME = 'orders'
  AUTO_REFRESH = TRUE;

-- Refresh of shop.orders
-- Where waiting for the interval is too long.
ALTER ICEBERG TABLE "SHOP"."ORDERS" REFRESH;
