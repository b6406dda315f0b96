--
-- PostgreSQL database dump
--


-- Dumped from database version 17.0
-- Dumped by pg_dump version 18.6

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: Sales; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA "Sales";


--
-- Name: public; Type: SCHEMA; Schema: -; Owner: -
--

-- *not* creating schema, since initdb creates it


--
-- Name: pg_trgm; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;


--
-- Name: Channel; Type: TYPE; Schema: Sales; Owner: -
--

CREATE TYPE "Sales"."Channel" AS ENUM (
    'web',
    'shop',
    'phone'
);


--
-- Name: amount; Type: DOMAIN; Schema: Sales; Owner: -
--

CREATE DOMAIN "Sales".amount AS numeric(12,2)
	CONSTRAINT amount_check CHECK ((VALUE >= (0)::numeric));


--
-- Name: nth_day(integer); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.nth_day(days integer) RETURNS date
    LANGUAGE sql IMMUTABLE
    AS $$select date '2024-01-01' + days$$;


SET default_table_access_method = heap;

--
-- Name: Order Lines; Type: TABLE; Schema: Sales; Owner: -
--

CREATE TABLE "Sales"."Order Lines" (
    "Order Id" integer NOT NULL,
    "No" integer NOT NULL,
    product integer,
    "Quantity" integer
);
ALTER TABLE ONLY "Sales"."Order Lines" ALTER COLUMN product SET STATISTICS 100;


--
-- Name: Orders; Type: TABLE; Schema: Sales; Owner: -
--

CREATE TABLE "Sales"."Orders" (
    "Id" integer NOT NULL,
    customer integer NOT NULL,
    channel "Sales"."Channel" NOT NULL,
    status text NOT NULL,
    total "Sales".amount NOT NULL,
    placed timestamp without time zone NOT NULL,
    note text,
    gross numeric GENERATED ALWAYS AS (((total)::numeric * 1.2)) STORED
);
ALTER TABLE ONLY "Sales"."Orders" ALTER COLUMN "Id" SET STATISTICS 100;


--
-- Name: by_day; Type: MATERIALIZED VIEW; Schema: Sales; Owner: -
--

CREATE MATERIALIZED VIEW "Sales".by_day AS
 SELECT (placed)::date AS day,
    channel,
    count(*) AS orders,
    sum((total)::numeric) AS revenue
   FROM "Sales"."Orders"
  GROUP BY ((placed)::date), channel
  WITH NO DATA;
ALTER TABLE ONLY "Sales".by_day ALTER COLUMN day SET STATISTICS 100;


--
-- Name: open_orders; Type: VIEW; Schema: Sales; Owner: -
--

CREATE VIEW "Sales".open_orders AS
 SELECT "Id",
    customer,
    placed,
    total
   FROM "Sales"."Orders"
  WHERE (status = 'open'::text);


--
-- Name: bookings; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.bookings (
    room integer,
    during tsrange
);
ALTER TABLE ONLY public.bookings ALTER COLUMN room SET STATISTICS 100;


--
-- Name: customers; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.customers (
    id integer NOT NULL,
    email text NOT NULL,
    city text,
    country text,
    zip integer,
    tags text[],
    profile jsonb,
    born date,
    fax text
);
ALTER TABLE ONLY public.customers ALTER COLUMN id SET STATISTICS 100;


--
-- Name: events; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.events (
    at date NOT NULL,
    device integer,
    kind text
)
PARTITION BY RANGE (at);
ALTER TABLE ONLY public.events ALTER COLUMN device SET STATISTICS 100;


--
-- Name: events_1; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.events_1 (
    at date NOT NULL,
    device integer,
    kind text
);
ALTER TABLE ONLY public.events_1 ALTER COLUMN device SET STATISTICS 100;


--
-- Name: events_2; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.events_2 (
    at date NOT NULL,
    device integer,
    kind text
)
PARTITION BY LIST (kind);
ALTER TABLE ONLY public.events_2 ALTER COLUMN device SET STATISTICS 100;


--
-- Name: events_2_errors; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.events_2_errors (
    at date NOT NULL,
    device integer,
    kind text
);
ALTER TABLE ONLY public.events_2_errors ALTER COLUMN device SET STATISTICS 100;


--
-- Name: events_2_others; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.events_2_others (
    at date NOT NULL,
    device integer,
    kind text
);
ALTER TABLE ONLY public.events_2_others ALTER COLUMN device SET STATISTICS 100;


--
-- Name: events_rest; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.events_rest (
    at date NOT NULL,
    device integer,
    kind text
);
ALTER TABLE ONLY public.events_rest ALTER COLUMN device SET STATISTICS 100;


--
-- Name: pages; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.pages (
    url text NOT NULL,
    hits integer
);
ALTER TABLE ONLY public.pages ALTER COLUMN hits SET STATISTICS 100;


--
-- Name: readings; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.readings (
    at timestamp without time zone,
    sensor integer,
    value double precision
);
ALTER TABLE ONLY public.readings ALTER COLUMN sensor SET STATISTICS 100;


--
-- Name: unseen; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.unseen (
    id integer,
    word text
);


--
-- Name: events_1; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events ATTACH PARTITION public.events_1 FOR VALUES FROM ('2024-01-01') TO ('2024-04-01');


--
-- Name: events_2; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events ATTACH PARTITION public.events_2 FOR VALUES FROM ('2024-04-01') TO ('2024-07-01');


--
-- Name: events_2_errors; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events_2 ATTACH PARTITION public.events_2_errors FOR VALUES IN ('error');


--
-- Name: events_2_others; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events_2 ATTACH PARTITION public.events_2_others DEFAULT;


--
-- Name: events_rest; Type: TABLE ATTACH; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events ATTACH PARTITION public.events_rest DEFAULT;


--
-- Statistics for Name: Order Lines; Type: STATISTICS DATA; Schema: Sales; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'Order Lines',
	'relpages', '163'::integer,
	'reltuples', '30000'::real,
	'relallvisible', '163'::integer
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'Order Lines',
	'attname', 'No',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '2'::real,
	'most_common_vals', '{0,1}'::text,
	'most_common_freqs', '{0.5,0.5}'::real[],
	'correlation', '0.50005'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'Order Lines',
	'attname', 'Order Id',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '-0.5'::real,
	'most_common_vals', '{1,2,3,4,5,6,7,8,9,10}'::text,
	'most_common_freqs', '{6.666667e-05,6.666667e-05,6.666667e-05,6.666667e-05,6.666667e-05,6.666667e-05,6.666667e-05,6.666667e-05,6.666667e-05,6.666667e-05}'::real[],
	'histogram_bounds', '{11,1509,3008,4507,6006,7505,9004,10503,12002,13501,15000}'::text,
	'correlation', '1'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'Order Lines',
	'attname', 'Quantity',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '5'::real,
	'most_common_vals', '{1,2,3,4,5}'::text,
	'most_common_freqs', '{0.2,0.2,0.2,0.2,0.2}'::real[],
	'correlation', '0.20016'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'Order Lines',
	'attname', 'product',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '212'::real,
	'most_common_vals', '{0,100,120,180,132,150,228,60,108,240,258,172,88,3,200,288,72,276,156,13,175,22,57,216,36,96,75,222,40,220,160,280,8,32,128,50,158,12,144,165,168,252,80,90,140,192,204,225,24,30,45,48,210,260,264,270,285,84,105,20,203,213,257,9,78,282,10,25,61,64,66,94,103,111,124,130,135,154,171,184,186,187,189,196,205,223,232,236,241,250,255,256,268,296,1,6,7,28,34,42}'::text,
	'most_common_freqs', '{0.0296,0.017066667,0.015333333,0.0153,0.015233333,0.015233333,0.015233333,0.0152,0.015133333,0.015133333,0.0134,0.013333334,0.0133,0.0114,0.010533334,0.0105,0.010466667,0.0096,0.009566667,0.009533334,0.009533334,0.0095,0.0095,0.0095,0.009466667,0.009466667,0.0086,0.008566666,0.0076666665,0.0076666665,0.0076333336,0.0076,0.006733333,0.0067,0.0067,0.006666667,0.0066,0.0057666665,0.0057666665,0.0057666665,0.0057666665,0.0057666665,0.0057333335,0.0057333335,0.0057333335,0.0057333335,0.0057333335,0.0057333335,0.0057,0.0057,0.0057,0.0057,0.0057,0.0057,0.0057,0.0057,0.0057,0.0056666667,0.0056666667,0.005633333,0.004766667,0.004766667,0.004766667,0.0038666667,0.0038666667,0.0038666667,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038333333,0.0038,0.0038,0.0038,0.0038,0.0038,0.0038}'::real[],
	'histogram_bounds', '{2,4,5,11,15,16,18,18,26,27,35,43,43,51,51,52,54,56,62,65,67,68,69,70,71,76,81,85,86,87,92,98,102,104,110,112,114,116,121,122,125,126,127,127,129,131,136,138,141,145,146,148,148,152,155,162,163,164,170,176,181,181,183,185,190,190,195,195,198,201,207,208,209,214,214,218,224,231,231,242,244,244,246,246,247,248,249,251,265,265,267,272,274,275,278,283,284,291,291,292,294}'::text,
	'correlation', '0.0072029196'::real
);


--
-- Statistics for Name: Orders; Type: STATISTICS DATA; Schema: Sales; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'Orders',
	'relpages', '341'::integer,
	'reltuples', '30000'::real,
	'relallvisible', '341'::integer
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'Orders',
	'attname', 'Id',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '-1'::real,
	'histogram_bounds', '{1,300,600,900,1200,1500,1800,2100,2400,2700,3000,3300,3600,3900,4200,4500,4800,5100,5400,5700,6000,6300,6600,6900,7200,7500,7800,8100,8400,8700,9000,9300,9600,9900,10200,10500,10800,11100,11400,11700,12000,12300,12600,12900,13200,13500,13800,14100,14400,14700,15000,15300,15600,15900,16200,16500,16800,17100,17400,17700,18000,18300,18600,18900,19200,19500,19800,20100,20400,20700,21000,21300,21600,21900,22200,22500,22800,23100,23400,23700,24000,24300,24600,24900,25200,25500,25800,26100,26400,26700,27000,27300,27600,27900,28200,28500,28800,29100,29400,29700,30000}'::text,
	'correlation', '1'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'Orders',
	'attname', 'channel',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '3'::real,
	'most_common_vals', '{web,shop,phone}'::text,
	'most_common_freqs', '{0.7,0.2,0.1}'::real[],
	'correlation', '0.540156'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'Orders',
	'attname', 'customer',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '-0.13333334'::real,
	'most_common_vals', '{2,4,6,9,11,13,14,16,18,21}'::text,
	'most_common_freqs', '{0.00026666667,0.00026666667,0.00026666667,0.00026666667,0.00026666667,0.00026666667,0.00026666667,0.00026666667,0.00026666667,0.00026666667}'::real[],
	'histogram_bounds', '{1,410,810,1209,1608,2007,2406,2805,3203,3602,4000}'::text,
	'correlation', '-0.00020110862'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'Orders',
	'attname', 'gross',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '6'::integer,
	'n_distinct', '-1'::real,
	'histogram_bounds', '{0.192,120.156,240.144,360.120,480.084,600.060,720.048,840.024,960.012,1080.000,1199.988}'::text,
	'correlation', '5.413834e-05'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'Orders',
	'attname', 'note',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '23'::integer,
	'n_distinct', '-0.13453333'::real,
	'most_common_vals', '{"order 0 for the south","order 1 for the north","order 1 for the west","order 10 for the north","order 10 for the south","order 100 for the north","order 100 for the south","order 1000 for the north","order 1000 for the west","order 1001 for the east"}'::text,
	'most_common_freqs', '{0.00026666667,0.00026666667,0.00026666667,0.00026666667,0.00026666667,0.00026666667,0.00026666667,0.00026666667,0.00026666667,0.00026666667}'::real[],
	'histogram_bounds', '{"order 0 for the east","order 183 for the north","order 273 for the west","order 364 for the north","order 455 for the east","order 545 for the south","order 636 for the east","order 726 for the west","order 817 for the south","order 908 for the north","order 999 for the west"}'::text,
	'correlation', '0.00055926095'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'Orders',
	'attname', 'placed',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '8'::integer,
	'n_distinct', '-1'::real,
	'histogram_bounds', '{"2024-01-01 00:17:00","2024-02-05 10:00:00","2024-03-11 20:00:00","2024-04-16 06:00:00","2024-05-21 16:00:00","2024-06-26 02:00:00","2024-07-31 12:00:00","2024-09-04 22:00:00","2024-10-10 08:00:00","2024-11-14 18:00:00","2024-12-20 04:00:00"}'::text,
	'correlation', '1'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'Orders',
	'attname', 'status',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '5'::integer,
	'n_distinct', '3'::real,
	'most_common_vals', '{done,open,returned}'::text,
	'most_common_freqs', '{0.96493334,0.025,0.010066667}'::real[],
	'correlation', '0.9319544'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'Orders',
	'attname', 'total',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '6'::integer,
	'n_distinct', '-1'::real,
	'histogram_bounds', '{0.16,100.13,200.12,300.10,400.07,500.05,600.04,700.02,800.01,900.00,999.99}'::text,
	'correlation', '5.413834e-05'::real
);


--
-- Statistics for Name: by_day; Type: STATISTICS DATA; Schema: Sales; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'by_day',
	'relpages', '8'::integer,
	'reltuples', '1065'::real,
	'relallvisible', '8'::integer
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'by_day',
	'attname', 'channel',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '3'::real,
	'most_common_vals', '{web,shop,phone}'::text,
	'most_common_freqs', '{0.33333334,0.33333334,0.33333334}'::real[],
	'correlation', '0.31717062'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'by_day',
	'attname', 'day',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '-0.33333334'::real,
	'most_common_vals', '{2024-01-01,2024-01-02,2024-01-03,2024-01-04,2024-01-05,2024-01-06,2024-01-07,2024-01-08,2024-01-09,2024-01-10,2024-01-11,2024-01-12,2024-01-13,2024-01-14,2024-01-15,2024-01-16,2024-01-17,2024-01-18,2024-01-19,2024-01-20,2024-01-21,2024-01-22,2024-01-23,2024-01-24,2024-01-25,2024-01-26,2024-01-27,2024-01-28,2024-01-29,2024-01-30,2024-01-31,2024-02-01,2024-02-02,2024-02-03,2024-02-04,2024-02-05,2024-02-06,2024-02-07,2024-02-08,2024-02-09,2024-02-10,2024-02-11,2024-02-12,2024-02-13,2024-02-14,2024-02-15,2024-02-16,2024-02-17,2024-02-18,2024-02-19,2024-02-20,2024-02-21,2024-02-22,2024-02-23,2024-02-24,2024-02-25,2024-02-26,2024-02-27,2024-02-28,2024-02-29,2024-03-01,2024-03-02,2024-03-03,2024-03-04,2024-03-05,2024-03-06,2024-03-07,2024-03-08,2024-03-09,2024-03-10,2024-03-11,2024-03-12,2024-03-13,2024-03-14,2024-03-15,2024-03-16,2024-03-17,2024-03-18,2024-03-19,2024-03-20,2024-03-21,2024-03-22,2024-03-23,2024-03-24,2024-03-25,2024-03-26,2024-03-27,2024-03-28,2024-03-29,2024-03-30,2024-03-31,2024-04-01,2024-04-02,2024-04-03,2024-04-04,2024-04-05,2024-04-06,2024-04-07,2024-04-08,2024-04-09}'::text,
	'most_common_freqs', '{0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013,0.0028169013}'::real[],
	'histogram_bounds', '{2024-04-10,2024-04-12,2024-04-15,2024-04-17,2024-04-20,2024-04-22,2024-04-25,2024-04-27,2024-04-30,2024-05-02,2024-05-05,2024-05-08,2024-05-10,2024-05-13,2024-05-15,2024-05-18,2024-05-20,2024-05-23,2024-05-25,2024-05-28,2024-05-30,2024-06-02,2024-06-05,2024-06-07,2024-06-10,2024-06-12,2024-06-15,2024-06-17,2024-06-20,2024-06-22,2024-06-25,2024-06-27,2024-06-30,2024-07-03,2024-07-05,2024-07-08,2024-07-10,2024-07-13,2024-07-15,2024-07-18,2024-07-20,2024-07-23,2024-07-25,2024-07-28,2024-07-31,2024-08-02,2024-08-05,2024-08-07,2024-08-10,2024-08-12,2024-08-15,2024-08-17,2024-08-20,2024-08-22,2024-08-25,2024-08-28,2024-08-30,2024-09-02,2024-09-04,2024-09-07,2024-09-09,2024-09-12,2024-09-14,2024-09-17,2024-09-19,2024-09-22,2024-09-25,2024-09-27,2024-09-30,2024-10-02,2024-10-05,2024-10-07,2024-10-10,2024-10-12,2024-10-15,2024-10-18,2024-10-20,2024-10-23,2024-10-25,2024-10-28,2024-10-30,2024-11-02,2024-11-04,2024-11-07,2024-11-09,2024-11-12,2024-11-15,2024-11-17,2024-11-20,2024-11-22,2024-11-25,2024-11-27,2024-11-30,2024-12-02,2024-12-05,2024-12-07,2024-12-10,2024-12-13,2024-12-15,2024-12-18,2024-12-20}'::text,
	'correlation', '0.020648498'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'by_day',
	'attname', 'orders',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '8'::integer,
	'n_distinct', '12'::real,
	'most_common_vals', '{8,9,16,18,58,60,17,61,59,57}'::text,
	'most_common_freqs', '{0.17652582,0.15680751,0.13708921,0.11643192,0.097652584,0.07981221,0.07887324,0.076995306,0.059154928,0.018779343}'::real[],
	'histogram_bounds', '{2,4}'::text,
	'correlation', '0.12810104'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'by_day',
	'attname', 'revenue',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '7'::integer,
	'n_distinct', '-1'::real,
	'histogram_bounds', '{832.52,3769.28,4471.69,5224.48,7085.20,8413.20,9800.95,26990.38,28973.31,30990.91,34405.42}'::text,
	'correlation', '0.013851619'::real
);


--
-- Statistics for Name: bookings; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'bookings',
	'relpages', '59'::integer,
	'reltuples', '8000'::real,
	'relallvisible', '59'::integer
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'bookings',
	'attname', 'during',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '22'::integer,
	'n_distinct', '-1'::real,
	'range_length_histogram', '{3600,3600,3600,7200,7200,7200,10800,10800,14400,14400,14400}'::text,
	'range_empty_frac', '0'::real,
	'range_bounds_histogram', '{"[\"2024-01-01 00:00:00\",\"2024-01-01 01:00:00\")","[\"2024-01-04 23:00:00\",\"2024-01-05 03:00:00\")","[\"2024-01-09 03:00:00\",\"2024-01-09 07:00:00\")","[\"2024-01-13 07:00:00\",\"2024-01-13 11:00:00\")","[\"2024-01-17 11:00:00\",\"2024-01-17 15:00:00\")","[\"2024-01-21 15:00:00\",\"2024-01-21 19:00:00\")","[\"2024-01-25 19:00:00\",\"2024-01-25 23:00:00\")","[\"2024-01-29 23:00:00\",\"2024-01-30 03:00:00\")","[\"2024-02-03 03:00:00\",\"2024-02-03 07:00:00\")","[\"2024-02-07 07:00:00\",\"2024-02-07 11:00:00\")","[\"2024-02-11 11:00:00\",\"2024-02-11 15:00:00\")"}'::text
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'bookings',
	'attname', 'room',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '40'::real,
	'most_common_vals', '{0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39}'::text,
	'most_common_freqs', '{0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025}'::real[],
	'correlation', '0.02999625'::real
);


--
-- Statistics for Name: customers; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'customers',
	'relpages', '86'::integer,
	'reltuples', '4000'::real,
	'relallvisible', '86'::integer
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'customers',
	'attname', 'born',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '-1'::real,
	'histogram_bounds', '{1969-04-02,1975-01-10,1980-10-22,1986-08-04,1992-05-24,1998-03-06,2003-09-20,2008-10-13,2013-11-06,2018-11-30,2023-12-24}'::text,
	'correlation', '-0.03504682'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'customers',
	'attname', 'city',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '5'::integer,
	'n_distinct', '8'::real,
	'most_common_vals', '{Bern,Bonn,Genf,Graz,Kiel,Lyon,Nice,Wien}'::text,
	'most_common_freqs', '{0.125,0.125,0.125,0.125,0.125,0.125,0.125,0.125}'::real[],
	'correlation', '0.12429638'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'customers',
	'attname', 'country',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '3'::integer,
	'n_distinct', '4'::real,
	'most_common_vals', '{AT,CH,DE,FR}'::text,
	'most_common_freqs', '{0.25,0.25,0.25,0.25}'::real[],
	'correlation', '0.2503745'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'customers',
	'attname', 'email',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '20'::integer,
	'n_distinct', '-1'::real,
	'histogram_bounds', '{Name1000@Example.org,Name1360@Example.org,Name1720@Example.org,Name2080@Example.org,Name2440@Example.org,Name2800@Example.org,Name3160@Example.org,Name3520@Example.org,Name3881@Example.org,Name63@Example.org,Name9@Example.org}'::text,
	'correlation', '0.0033204881'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'customers',
	'attname', 'fax',
	'inherited', 'f'::boolean,
	'null_frac', '1'::real,
	'avg_width', '0'::integer,
	'n_distinct', '0'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'customers',
	'attname', 'id',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '-1'::real,
	'histogram_bounds', '{1,40,80,120,160,200,240,280,320,360,400,440,480,520,560,600,640,680,720,760,800,840,880,920,960,1000,1040,1080,1120,1160,1200,1240,1280,1320,1360,1400,1440,1480,1520,1560,1600,1640,1680,1720,1760,1800,1840,1880,1920,1960,2000,2040,2080,2120,2160,2200,2240,2280,2320,2360,2400,2440,2480,2520,2560,2600,2640,2680,2720,2760,2800,2840,2880,2920,2960,3000,3040,3080,3120,3160,3200,3240,3280,3320,3360,3400,3440,3480,3520,3560,3600,3640,3680,3720,3760,3800,3840,3880,3920,3960,4000}'::text,
	'correlation', '1'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'customers',
	'attname', 'profile',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '44'::integer,
	'n_distinct', '200'::real,
	'most_common_vals', '{"{\"plan\": \"free\", \"seats\": 0}","{\"plan\": \"free\", \"seats\": 1}","{\"plan\": \"free\", \"seats\": 2}","{\"plan\": \"free\", \"seats\": 4}","{\"plan\": \"free\", \"seats\": 5}","{\"plan\": \"free\", \"seats\": 6}","{\"plan\": \"free\", \"seats\": 8}","{\"plan\": \"free\", \"seats\": 9}","{\"plan\": \"free\", \"seats\": 10}","{\"plan\": \"free\", \"seats\": 12}"}'::text,
	'most_common_freqs', '{0.005,0.005,0.005,0.005,0.005,0.005,0.005,0.005,0.005,0.005}'::real[],
	'histogram_bounds', '{"{\"plan\": \"free\", \"seats\": 13}","{\"plan\": \"free\", \"seats\": 37}","{\"plan\": \"free\", \"seats\": 62}","{\"plan\": \"free\", \"seats\": 88}","{\"plan\": \"free\", \"seats\": 113}","{\"plan\": \"free\", \"seats\": 138}","{\"plan\": \"free\", \"seats\": 164}","{\"plan\": \"free\", \"seats\": 189}","{\"plan\": \"gold\", \"seats\": 47}","{\"plan\": \"gold\", \"seats\": 123}","{\"plan\": \"gold\", \"seats\": 199}"}'::text,
	'correlation', '0.0064125005'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'customers',
	'attname', 'tags',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '45'::integer,
	'n_distinct', '-0.9'::real,
	'most_common_vals', '{"{t0,u1,v351}","{t0,u10,v360}","{t0,u11,v261}","{t0,u12,v162}","{t0,u13,v63}","{t0,u15,v315}","{t0,u16,v216}","{t0,u17,v117}","{t0,u18,v18}","{t0,u19,v369}"}'::text,
	'most_common_freqs', '{0.0005,0.0005,0.0005,0.0005,0.0005,0.0005,0.0005,0.0005,0.0005,0.0005}'::real[],
	'histogram_bounds', '{"{t0,u0,v0}","{t0,u7,v107}","{t1,u46,v46}","{t2,u41,v241}","{t3,u37,v187}","{t4,u31,v381}","{t5,u27,v377}","{t6,u22,v272}","{t7,u18,v18}","{t8,u13,v113}","{t8,u9,v9}"}'::text,
	'correlation', '0.00043321878'::real,
	'most_common_elems', '{t0,t1,t2,t3,t4,t5,t6,t7,t8,u0,u1,u10,u11,u12,u13,u14,u15,u16,u17,u18,u19,u2,u20,u21,u22,u23,u24,u25,u26,u27,u28,u29,u3,u30,u31,u32,u33,u34,u35,u36,u37,u38,u39,u4,u40,u41,u42,u43,u44,u45,u46,u47,u48,u49,u5,u6,u7,u8,u9,v128,v135,v15,v16,v160,v163,v170,v172,v18,v186,v190,v224,v233,v272,v277,v292,v294,v311,v334,v338,v339,v344,v348,v349,v367,v371,v372,v376,v379,v382,v385,v389,v39,v392,v395,v396,v44,v47,v75,v94,v95}'::text,
	'most_common_elem_freqs', '{0.111,0.11125,0.11125,0.11125,0.11125,0.111,0.111,0.111,0.111,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.02,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.0025,0.11125,0}'::real[],
	'elem_count_histogram', '{3,3,3,3,3,3,3,3,3,3,3}'::real[]
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'customers',
	'attname', 'zip',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '40'::real,
	'most_common_vals', '{10000,10008,10016,10024,10032,11007,11015,11023,11031,11039}'::text,
	'most_common_freqs', '{0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025,0.025}'::real[],
	'histogram_bounds', '{12006,12022,13005,13029,14012,14036,15019,16002,16026,17009,17033}'::text,
	'correlation', '0.02550375'::real
);


--
-- Statistics for Name: events; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events',
	'relpages', '-1'::integer,
	'reltuples', '30000'::real,
	'relallvisible', '0'::integer
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events',
	'attname', 'at',
	'inherited', 't'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '366'::real,
	'histogram_bounds', '{2024-01-01,2024-02-06,2024-03-13,2024-04-19,2024-05-26,2024-07-01,2024-08-07,2024-09-12,2024-10-19,2024-11-25,2024-12-31}'::text,
	'correlation', '0.28325877'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events',
	'attname', 'device',
	'inherited', 't'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '500'::real,
	'histogram_bounds', '{0,5,10,14,19,24,29,34,39,44,49,54,59,64,69,74,79,84,89,94,100,105,110,115,119,125,130,135,140,145,150,155,160,165,170,175,180,185,190,195,200,205,210,215,220,225,230,235,240,245,250,255,260,265,269,274,279,284,289,294,299,304,309,314,319,324,329,334,339,344,349,354,359,364,369,374,379,384,389,394,399,404,409,414,419,424,429,434,439,444,449,454,459,464,470,474,480,485,489,494,499}'::text,
	'correlation', '0.0022742637'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events',
	'attname', 'kind',
	'inherited', 't'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '4'::real,
	'most_common_vals', '{on,off,error,note}'::text,
	'most_common_freqs', '{0.33328876,0.33318844,0.16686168,0.1666611}'::real[],
	'correlation', '0.3012869'::real
);


--
-- Statistics for Name: events_1; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_1',
	'relpages', '41'::integer,
	'reltuples', '7461'::real,
	'relallvisible', '41'::integer
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_1',
	'attname', 'at',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '91'::real,
	'most_common_vals', '{2024-01-02,2024-01-03,2024-01-04,2024-01-05,2024-01-06,2024-01-07,2024-01-08,2024-01-09,2024-01-10,2024-01-11}'::text,
	'most_common_freqs', '{0.010990484,0.010990484,0.010990484,0.010990484,0.010990484,0.010990484,0.010990484,0.010990484,0.010990484,0.010990484}'::real[],
	'histogram_bounds', '{2024-01-01,2024-01-19,2024-01-27,2024-02-04,2024-02-12,2024-02-20,2024-02-28,2024-03-07,2024-03-15,2024-03-23,2024-03-31}'::text,
	'correlation', '0.022788204'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_1',
	'attname', 'device',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '500'::real,
	'most_common_vals', '{16,23,30,31,32,54,61,62,63,68,70,92,93,94,99,101,108,124,130,132,139,146,170,177,184,186,192,208,215,217,222,223,224,246,248,253,254,255,262,284,285,286,293,300,316,324,331,338,346,362,369,376,377,378,400,407,408,409,416,438,439,440,447,454,470,478,485,492,0,1,2,6,8,9,10,12,14,15,17,18,19,20,21,22,24,25,26,27,28,29,33,34,36,37,38,39,40,46,47,48}'::text,
	'most_common_freqs', '{0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0021444845,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544,0.0020104544}'::real[],
	'histogram_bounds', '{3,11,42,49,53,58,65,71,75,79,83,87,91,98,104,109,113,117,121,126,131,136,141,145,150,154,158,162,166,171,175,180,185,190,195,199,203,207,212,218,225,229,233,237,241,245,251,258,263,267,271,275,279,283,290,295,299,304,308,312,317,321,326,330,335,340,344,348,353,357,361,366,371,375,382,386,390,394,398,403,410,414,418,423,427,431,435,442,446,451,455,460,464,468,473,477,482,487,490,495,499}'::text,
	'correlation', '-0.00042176136'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_1',
	'attname', 'kind',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '4'::real,
	'most_common_vals', '{on,off,error,note}'::text,
	'most_common_freqs', '{0.34057096,0.3297145,0.16485725,0.16485725}'::real[],
	'correlation', '0.27929115'::real
);


--
-- Statistics for Name: events_2; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_2',
	'relpages', '-1'::integer,
	'reltuples', '7462'::real,
	'relallvisible', '0'::integer
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_2',
	'attname', 'at',
	'inherited', 't'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '91'::real,
	'most_common_vals', '{2024-04-01,2024-04-02,2024-04-03,2024-04-04,2024-04-05,2024-04-06,2024-04-07,2024-04-08,2024-04-09,2024-04-10}'::text,
	'most_common_freqs', '{0.010989011,0.010989011,0.010989011,0.010989011,0.010989011,0.010989011,0.010989011,0.010989011,0.010989011,0.010989011}'::real[],
	'histogram_bounds', '{2024-04-11,2024-04-19,2024-04-27,2024-05-05,2024-05-13,2024-05-21,2024-05-29,2024-06-06,2024-06-14,2024-06-22,2024-06-30}'::text,
	'correlation', '0.038545396'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_2',
	'attname', 'device',
	'inherited', 't'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '500'::real,
	'most_common_vals', '{5,7,13,29,36,38,43,44,45,67,69,74,75,76,83,105,106,107,114,121,137,145,152,159,167,183,190,197,198,199,221,228,229,230,237,259,260,261,268,275,291,299,306,313,321,337,344,351,352,353,375,382,383,384,389,391,413,414,415,420,422,429,445,451,453,460,467,491,498,0,1,2,3,4,6,8,9,11,12,14,15,21,22,23,25,27,28,30,31,32,33,34,35,37,39,40,41,42,46,47}'::text,
	'most_common_freqs', '{0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.0021441972,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185,0.002010185}'::real[],
	'histogram_bounds', '{10,19,48,52,56,60,64,70,77,81,86,90,94,98,102,109,113,118,123,127,131,135,140,144,149,154,158,163,168,172,176,180,185,189,194,201,205,209,213,217,222,226,233,238,242,246,250,254,258,265,270,274,279,283,287,292,296,301,305,310,315,319,324,328,332,336,341,346,350,357,361,365,369,373,378,385,390,395,399,403,407,411,418,424,428,433,437,441,446,450,456,461,465,469,474,477,482,486,490,495,499}'::text,
	'correlation', '0.00037014385'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_2',
	'attname', 'kind',
	'inherited', 't'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '4'::real,
	'most_common_vals', '{off,on,error,note}'::text,
	'most_common_freqs', '{0.34065935,0.32967034,0.16483517,0.16483517}'::real[],
	'correlation', '0.62781847'::real
);


--
-- Statistics for Name: events_2_errors; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_2_errors',
	'relpages', '7'::integer,
	'reltuples', '1230'::real,
	'relallvisible', '7'::integer
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_2_errors',
	'attname', 'at',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '15'::real,
	'most_common_vals', '{2024-04-02,2024-04-08,2024-04-14,2024-04-20,2024-04-26,2024-05-02,2024-05-08,2024-05-14,2024-05-20,2024-05-26}'::text,
	'most_common_freqs', '{0.06666667,0.06666667,0.06666667,0.06666667,0.06666667,0.06666667,0.06666667,0.06666667,0.06666667,0.06666667}'::real[],
	'histogram_bounds', '{2024-06-01,2024-06-07,2024-06-13,2024-06-19,2024-06-25}'::text,
	'correlation', '0.07879773'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_2_errors',
	'attname', 'device',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '-0.20325203'::real,
	'most_common_vals', '{28,30,32,34,36,38,66,68,70,72,74,76,104,106,108,110,112,114,144,146,148,150,152,182,184,186,188,190,220,222,224,226,228,230,258,260,262,264,266,268,296,298,300,302,304,306,336,338,340,342,344,374,376,378,380,382,384,412,414,416,418,420,422,450,452,454,456,458,460,490,492,494,496,498,0,2,4,22,24,26,40,42,44,60,62,64,78,80,82,98,100,102,116,118,120,136,138,140,142,154}'::text,
	'most_common_freqs', '{0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.004878049,0.0040650405,0.0040650405,0.0040650405,0.0040650405,0.0040650405,0.0040650405,0.0040650405,0.0040650405,0.0040650405,0.0040650405,0.0040650405,0.0040650405,0.0040650405,0.0040650405,0.0040650405,0.0040650405,0.0040650405,0.0040650405,0.0040650405,0.0040650405,0.0040650405,0.0040650405,0.0040650405,0.0040650405,0.0040650405,0.0040650405}'::real[],
	'histogram_bounds', '{6,8,12,14,18,46,48,52,56,58,86,90,92,96,122,126,130,132,156,158,162,164,168,172,174,178,180,192,196,198,200,204,208,210,214,216,218,234,236,240,242,246,250,252,254,270,272,274,278,280,284,288,290,294,308,310,312,316,320,322,326,330,332,334,348,350,352,356,358,362,366,368,370,386,388,390,394,398,400,404,406,410,424,426,430,432,436,438,442,444,448,462,464,468,470,474,478,480,484,486,488}'::text,
	'correlation', '0.0069895047'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_2_errors',
	'attname', 'kind',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '6'::integer,
	'n_distinct', '1'::real,
	'most_common_vals', '{error}'::text,
	'most_common_freqs', '{1}'::real[],
	'correlation', '1'::real
);


--
-- Statistics for Name: events_2_others; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_2_others',
	'relpages', '34'::integer,
	'reltuples', '6232'::real,
	'relallvisible', '34'::integer
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_2_others',
	'attname', 'at',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '76'::real,
	'most_common_vals', '{2024-04-01,2024-04-03,2024-04-04,2024-04-05,2024-04-06,2024-04-07,2024-04-09,2024-04-10,2024-04-11,2024-04-12}'::text,
	'most_common_freqs', '{0.013157895,0.013157895,0.013157895,0.013157895,0.013157895,0.013157895,0.013157895,0.013157895,0.013157895,0.013157895}'::real[],
	'histogram_bounds', '{2024-04-13,2024-04-21,2024-04-29,2024-05-06,2024-05-15,2024-05-22,2024-05-30,2024-06-08,2024-06-15,2024-06-23,2024-06-30}'::text,
	'correlation', '0.025348948'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_2_others',
	'attname', 'device',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '500'::real,
	'most_common_vals', '{5,7,13,29,43,45,67,69,75,83,105,107,121,137,145,159,167,183,197,199,221,229,237,259,261,275,291,299,313,321,337,351,353,375,383,389,391,413,415,429,445,451,453,467,491,1,3,9,11,15,21,23,25,27,31,33,35,37,39,41,47,49,51,53,59,61,63,65,71,73,77,79,81,85,87,89,91,97,99,101,103,109,111,113,115,117,119,123,125,127,129,131,135,139,141,143,147,149,151,153}'::text,
	'most_common_freqs', '{0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.0025673942,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932,0.002406932}'::real[],
	'histogram_bounds', '{0,8,16,20,30,40,50,56,62,74,82,92,96,106,116,124,133,140,150,156,161,165,170,173,177,181,187,190,194,200,204,207,211,215,219,224,228,233,238,241,245,249,253,257,263,267,271,276,279,283,287,292,296,301,305,309,312,317,322,326,329,333,339,343,346,350,356,360,363,367,371,376,380,385,390,395,399,403,406,410,417,420,424,428,433,436,440,444,449,455,459,463,468,472,475,479,483,487,492,496,499}'::text,
	'correlation', '0.0020567297'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_2_others',
	'attname', 'kind',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '3'::integer,
	'n_distinct', '3'::real,
	'most_common_vals', '{off,on,note}'::text,
	'most_common_freqs', '{0.40789473,0.39473686,0.19736843}'::real[],
	'correlation', '0.36109212'::real
);


--
-- Statistics for Name: events_rest; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_rest',
	'relpages', '82'::integer,
	'reltuples', '15077'::real,
	'relallvisible', '82'::integer
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_rest',
	'attname', 'at',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '184'::real,
	'most_common_vals', '{2024-07-01,2024-07-02,2024-07-03,2024-07-04,2024-07-05,2024-07-06,2024-07-07,2024-07-08,2024-07-09,2024-07-10}'::text,
	'most_common_freqs', '{0.005438748,0.005438748,0.005438748,0.005438748,0.005438748,0.005438748,0.005438748,0.005438748,0.005438748,0.005438748}'::real[],
	'histogram_bounds', '{2024-07-11,2024-07-28,2024-08-14,2024-09-01,2024-09-18,2024-10-05,2024-10-23,2024-11-09,2024-11-27,2024-12-14,2024-12-31}'::text,
	'correlation', '0.015594601'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_rest',
	'attname', 'device',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '500'::real,
	'most_common_vals', '{3,4,10,11,17,18,19,20,24,26,35,41,42,48,49,50,51,55,56,57,58,64,73,79,80,81,82,86,87,88,89,95,96,102,111,113,117,118,119,120,126,127,133,134,140,142,149,151,157,158,164,165,171,172,173,174,178,180,189,195,196,202,203,204,205,209,210,211,212,216,218,227,233,234,235,236,240,241,242,243,247,249,250,256,265,267,271,272,273,274,278,280,281,287,288,294,303,305,309,311}'::text,
	'most_common_freqs', '{0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112,0.002056112}'::real[],
	'histogram_bounds', '{0,5,9,15,25,30,34,39,45,53,61,66,70,75,83,91,97,101,106,110,116,124,130,136,141,146,152,156,162,168,176,182,186,191,197,201,213,219,223,229,237,245,252,257,261,266,275,282,286,292,297,301,307,313,317,321,325,329,333,337,341,345,349,353,357,360,364,368,372,376,380,384,388,392,396,400,404,408,412,416,420,424,428,432,436,440,444,448,452,456,460,464,468,472,476,480,483,487,491,495,499}'::text,
	'correlation', '0.003092259'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_rest',
	'attname', 'kind',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '4'::real,
	'most_common_vals', '{on,off,error,note}'::text,
	'most_common_freqs', '{0.33156464,0.3314983,0.16846853,0.16846853}'::real[],
	'correlation', '0.2767072'::real
);


--
-- Statistics for Name: pages; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'pages',
	'relpages', '194'::integer,
	'reltuples', '6000'::real,
	'relallvisible', '194'::integer
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'pages',
	'attname', 'hits',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '-0.16666667'::real,
	'most_common_vals', '{0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,54,55,56,57,58,59,60,61,62,63,64,65,66,67,68,69,70,71,72,73,74,75,76,77,78,79,80,81,82,83,84,85,86,87,88,89,90,91,92,93,94,95,96,97,98,99}'::text,
	'most_common_freqs', '{0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001,0.001}'::real[],
	'histogram_bounds', '{100,108,117,126,135,144,153,162,171,180,189,198,207,216,225,234,243,252,261,270,279,288,297,306,315,324,333,342,351,360,369,378,387,396,405,414,423,432,441,450,459,468,477,486,495,504,513,522,531,540,549,558,567,576,585,594,603,612,621,630,639,648,657,666,675,684,693,702,711,720,729,738,747,756,765,774,783,792,801,810,819,828,837,846,855,864,873,882,891,900,909,918,927,936,945,954,963,972,981,990,999}'::text,
	'correlation', '0.024497723'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'pages',
	'attname', 'url',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '221'::integer,
	'n_distinct', '-1'::real,
	'histogram_bounds', '{https://example.org/00003e3b9e5336685200ae85d21b4f5e/6a710cdccdb02b3301d71d83ed3d15b3/6a710cdccdb02b3301d71d83ed3d15b3/6a710cdccdb02b3301d71d83ed3d15b3/6a710cdccdb02b3301d71d83ed3d15b3/6a710cdccdb02b3301d71d83ed3d15b3,https://example.org/17f98ddf040204eda0af36a108cbdea4/a0046ad4c1bafc4ef04e41e755f28368/a0046ad4c1bafc4ef04e41e755f28368/a0046ad4c1bafc4ef04e41e755f28368/a0046ad4c1bafc4ef04e41e755f28368/a0046ad4c1bafc4ef04e41e755f28368,https://example.org/31b91e3a8737fd8dd3d4b0c8c679049b/c54c1353a13f0caf7c9d6fbbf57999f7/c54c1353a13f0caf7c9d6fbbf57999f7/c54c1353a13f0caf7c9d6fbbf57999f7/c54c1353a13f0caf7c9d6fbbf57999f7/c54c1353a13f0caf7c9d6fbbf57999f7,https://example.org/4cb811134b9d39fc3104bd06ce75abad/a6ce91443f690d0979d788694448382d/a6ce91443f690d0979d788694448382d/a6ce91443f690d0979d788694448382d/a6ce91443f690d0979d788694448382d/a6ce91443f690d0979d788694448382d,https://example.org/678a1491514b7f1006d605e9161946b1/6e16656a6ee1de7232164767ccfa7920/6e16656a6ee1de7232164767ccfa7920/6e16656a6ee1de7232164767ccfa7920/6e16656a6ee1de7232164767ccfa7920/6e16656a6ee1de7232164767ccfa7920,https://example.org/808e53023ea4a8a9d6ecbc1290580f72/a41a6a3856ee3c8c2816d4828b64f560/a41a6a3856ee3c8c2816d4828b64f560/a41a6a3856ee3c8c2816d4828b64f560/a41a6a3856ee3c8c2816d4828b64f560/a41a6a3856ee3c8c2816d4828b64f560,https://example.org/98f13708210194c475687be6106a3b84/072b030ba126b2f4b2374f342be9ed44/072b030ba126b2f4b2374f342be9ed44/072b030ba126b2f4b2374f342be9ed44/072b030ba126b2f4b2374f342be9ed44/072b030ba126b2f4b2374f342be9ed44,https://example.org/b299ad862b6f12cb57679f0538eca514/e0e6518d2cac6a5b1fa6b05498a5e7be/e0e6518d2cac6a5b1fa6b05498a5e7be/e0e6518d2cac6a5b1fa6b05498a5e7be/e0e6518d2cac6a5b1fa6b05498a5e7be/e0e6518d2cac6a5b1fa6b05498a5e7be,https://example.org/cdf1035c34ec380218a8cc9a43d438f9/351869bde8b9d6ad1e3090bd173f600d/351869bde8b9d6ad1e3090bd173f600d/351869bde8b9d6ad1e3090bd173f600d/351869bde8b9d6ad1e3090bd173f600d/351869bde8b9d6ad1e3090bd173f600d,https://example.org/e6ba70fc093b4ce912d769ede1ceeba8/c95d62c68196b2d0c1c1de8c7eeb6d50/c95d62c68196b2d0c1c1de8c7eeb6d50/c95d62c68196b2d0c1c1de8c7eeb6d50/c95d62c68196b2d0c1c1de8c7eeb6d50/c95d62c68196b2d0c1c1de8c7eeb6d50,https://example.org/ffeed84c7cb1ae7bf4ec4bd78275bb98/2e2c080d5490760af59d0baf5acbb84e/2e2c080d5490760af59d0baf5acbb84e/2e2c080d5490760af59d0baf5acbb84e/2e2c080d5490760af59d0baf5acbb84e/2e2c080d5490760af59d0baf5acbb84e}'::text,
	'correlation', '0.0032108256'::real
);


--
-- Statistics for Name: readings; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'readings',
	'relpages', '192'::integer,
	'reltuples', '30000'::real,
	'relallvisible', '192'::integer
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'readings',
	'attname', 'at',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '8'::integer,
	'n_distinct', '-1'::real,
	'histogram_bounds', '{"2024-01-01 00:01:00","2024-01-03 02:00:00","2024-01-05 04:00:00","2024-01-07 06:00:00","2024-01-09 08:00:00","2024-01-11 10:00:00","2024-01-13 12:00:00","2024-01-15 14:00:00","2024-01-17 16:00:00","2024-01-19 18:00:00","2024-01-21 20:00:00"}'::text,
	'correlation', '1'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'readings',
	'attname', 'sensor',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '4'::integer,
	'n_distinct', '25'::real,
	'most_common_vals', '{0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24}'::text,
	'most_common_freqs', '{0.04,0.04,0.04,0.04,0.04,0.04,0.04,0.04,0.04,0.04,0.04,0.04,0.04,0.04,0.04,0.04,0.04,0.04,0.04,0.04,0.04,0.04,0.04,0.04,0.04}'::real[],
	'correlation', '0.039903972'::real
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'readings',
	'attname', 'value',
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '8'::integer,
	'n_distinct', '-1'::real,
	'histogram_bounds', '{-0.9999981496298855,-0.9510732821065815,-0.8078954163584645,-0.5877950071674065,-0.307221270722675,6.0288706691585265e-05,0.3108517286516409,0.5878193939808536,0.8101391688279397,0.9510360209453427,0.9999982071651399}'::text,
	'correlation', '-5.5098713e-05'::real
);


--
-- Statistics for Name: unseen; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'unseen',
	'relpages', '0'::integer,
	'reltuples', '-1'::real,
	'relallvisible', '0'::integer
);


--
-- Name: Order Lines Order Lines_pkey; Type: CONSTRAINT; Schema: Sales; Owner: -
--

ALTER TABLE ONLY "Sales"."Order Lines"
    ADD CONSTRAINT "Order Lines_pkey" PRIMARY KEY ("Order Id", "No");


--
-- Name: Orders: total; Type: INDEX; Schema: Sales; Owner: -
--

CREATE INDEX "Orders: total" ON "Sales"."Orders" USING btree (total DESC) INCLUDE (placed);


--
-- Name: Orders Orders_pkey; Type: CONSTRAINT; Schema: Sales; Owner: -
--

ALTER TABLE ONLY "Sales"."Orders"
    ADD CONSTRAINT "Orders_pkey" PRIMARY KEY ("Id");


--
-- Name: by_day_key; Type: INDEX; Schema: Sales; Owner: -
--

CREATE UNIQUE INDEX by_day_key ON "Sales".by_day USING btree (day, channel);


--
-- Name: lines_product; Type: INDEX; Schema: Sales; Owner: -
--

CREATE INDEX lines_product ON "Sales"."Order Lines" USING btree (product);


--
-- Name: orders_channel_placed; Type: INDEX; Schema: Sales; Owner: -
--

CREATE INDEX orders_channel_placed ON "Sales"."Orders" USING btree (channel, placed);


--
-- Name: orders_customer; Type: INDEX; Schema: Sales; Owner: -
--

CREATE INDEX orders_customer ON "Sales"."Orders" USING btree (customer);


--
-- Name: orders_note; Type: INDEX; Schema: Sales; Owner: -
--

CREATE INDEX orders_note ON "Sales"."Orders" USING gin (note public.gin_trgm_ops);


--
-- Name: orders_open; Type: INDEX; Schema: Sales; Owner: -
--

CREATE INDEX orders_open ON "Sales"."Orders" USING btree (placed) WHERE (status = 'open'::text);


--
-- Name: bookings_during; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX bookings_during ON public.bookings USING gist (during);


--
-- Name: customers_lower; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX customers_lower ON public.customers USING btree (lower(email));


--
-- Name: customers customers_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.customers
    ADD CONSTRAINT customers_pkey PRIMARY KEY (id);


--
-- Name: customers_profile; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX customers_profile ON public.customers USING gin (profile jsonb_path_ops);


--
-- Name: customers_tags; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX customers_tags ON public.customers USING gin (tags);


--
-- Name: customers_zip; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX customers_zip ON public.customers USING hash (zip);


--
-- Name: events_device; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX events_device ON ONLY public.events USING btree (device, at);


--
-- Name: events_1_device_at_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX events_1_device_at_idx ON public.events_1 USING btree (device, at);


--
-- Name: events_2_device_at_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX events_2_device_at_idx ON ONLY public.events_2 USING btree (device, at);


--
-- Name: events_2_errors_device_at_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX events_2_errors_device_at_idx ON public.events_2_errors USING btree (device, at);


--
-- Name: events_2_others_device_at_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX events_2_others_device_at_idx ON public.events_2_others USING btree (device, at);


--
-- Name: events_rest_device_at_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX events_rest_device_at_idx ON public.events_rest USING btree (device, at);


--
-- Name: pages_hits; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX pages_hits ON public.pages USING btree (hits);


--
-- Name: pages_url; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX pages_url ON public.pages USING btree (url);


--
-- Name: readings_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX readings_at ON public.readings USING brin (at) WITH (pages_per_range='8');


--
-- Name: events_1_device_at_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.events_device ATTACH PARTITION public.events_1_device_at_idx;


--
-- Name: events_2_device_at_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.events_device ATTACH PARTITION public.events_2_device_at_idx;


--
-- Name: events_2_errors_device_at_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.events_2_device_at_idx ATTACH PARTITION public.events_2_errors_device_at_idx;


--
-- Name: events_2_others_device_at_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.events_2_device_at_idx ATTACH PARTITION public.events_2_others_device_at_idx;


--
-- Name: events_rest_device_at_idx; Type: INDEX ATTACH; Schema: public; Owner: -
--

ALTER INDEX public.events_device ATTACH PARTITION public.events_rest_device_at_idx;


--
-- Name: Orders: both; Type: STATISTICS; Schema: Sales; Owner: -
--

CREATE STATISTICS "Sales"."Orders: both" (dependencies, mcv) ON channel, status FROM "Sales"."Orders";


--
-- Name: customers_place; Type: STATISTICS; Schema: public; Owner: -
--

CREATE STATISTICS public.customers_place ON city, country, zip FROM public.customers;


--
-- Name: Order Lines Order Lines_Order Id_fkey; Type: FK CONSTRAINT; Schema: Sales; Owner: -
--

ALTER TABLE ONLY "Sales"."Order Lines"
    ADD CONSTRAINT "Order Lines_Order Id_fkey" FOREIGN KEY ("Order Id") REFERENCES "Sales"."Orders"("Id");


--
-- Name: Orders Orders_customer_fkey; Type: FK CONSTRAINT; Schema: Sales; Owner: -
--

ALTER TABLE ONLY "Sales"."Orders"
    ADD CONSTRAINT "Orders_customer_fkey" FOREIGN KEY (customer) REFERENCES public.customers(id);


--
-- Statistics for Name: Order Lines_pkey; Type: STATISTICS DATA; Schema: Sales; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'Order Lines_pkey',
	'relpages', '84'::integer,
	'reltuples', '30000'::real,
	'relallvisible', '0'::integer
);


--
-- Statistics for Name: Orders: total; Type: STATISTICS DATA; Schema: Sales; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'Orders: total',
	'relpages', '117'::integer,
	'reltuples', '30000'::real,
	'relallvisible', '0'::integer
);


--
-- Statistics for Name: Orders_pkey; Type: STATISTICS DATA; Schema: Sales; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'Orders_pkey',
	'relpages', '84'::integer,
	'reltuples', '30000'::real,
	'relallvisible', '0'::integer
);


--
-- Statistics for Name: by_day_key; Type: STATISTICS DATA; Schema: Sales; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'by_day_key',
	'relpages', '5'::integer,
	'reltuples', '1065'::real,
	'relallvisible', '0'::integer
);


--
-- Statistics for Name: lines_product; Type: STATISTICS DATA; Schema: Sales; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'lines_product',
	'relpages', '28'::integer,
	'reltuples', '30000'::real,
	'relallvisible', '0'::integer
);


--
-- Statistics for Name: orders_channel_placed; Type: STATISTICS DATA; Schema: Sales; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'orders_channel_placed',
	'relpages', '117'::integer,
	'reltuples', '30000'::real,
	'relallvisible', '0'::integer
);


--
-- Statistics for Name: orders_customer; Type: STATISTICS DATA; Schema: Sales; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'orders_customer',
	'relpages', '40'::integer,
	'reltuples', '30000'::real,
	'relallvisible', '0'::integer
);


--
-- Statistics for Name: orders_note; Type: STATISTICS DATA; Schema: Sales; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'orders_note',
	'relpages', '154'::integer,
	'reltuples', '30000'::real,
	'relallvisible', '0'::integer
);


--
-- Statistics for Name: orders_open; Type: STATISTICS DATA; Schema: Sales; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'Sales',
	'relname', 'orders_open',
	'relpages', '5'::integer,
	'reltuples', '750'::real,
	'relallvisible', '0'::integer
);


--
-- Statistics for Name: bookings_during; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'bookings_during',
	'relpages', '67'::integer,
	'reltuples', '8000'::real,
	'relallvisible', '0'::integer
);


--
-- Statistics for Name: customers_lower; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'customers_lower',
	'relpages', '22'::integer,
	'reltuples', '4000'::real,
	'relallvisible', '0'::integer
);
SELECT * FROM pg_catalog.pg_restore_attribute_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'customers_lower',
	'attnum', '1'::smallint,
	'inherited', 'f'::boolean,
	'null_frac', '0'::real,
	'avg_width', '23'::integer,
	'n_distinct', '-1'::real,
	'histogram_bounds', '{name1000@example.org,name1360@example.org,name1720@example.org,name2080@example.org,name2440@example.org,name2800@example.org,name3160@example.org,name3520@example.org,name3881@example.org,name63@example.org,name9@example.org}'::text,
	'correlation', '0.0033204881'::real
);


--
-- Statistics for Name: customers_pkey; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'customers_pkey',
	'relpages', '13'::integer,
	'reltuples', '4000'::real,
	'relallvisible', '0'::integer
);


--
-- Statistics for Name: customers_profile; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'customers_profile',
	'relpages', '6'::integer,
	'reltuples', '4000'::real,
	'relallvisible', '0'::integer
);


--
-- Statistics for Name: customers_tags; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'customers_tags',
	'relpages', '11'::integer,
	'reltuples', '4000'::real,
	'relallvisible', '0'::integer
);


--
-- Statistics for Name: customers_zip; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'customers_zip',
	'relpages', '19'::integer,
	'reltuples', '4000'::real,
	'relallvisible', '0'::integer
);


--
-- Statistics for Name: events_1_device_at_idx; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_1_device_at_idx',
	'relpages', '23'::integer,
	'reltuples', '7461'::real,
	'relallvisible', '0'::integer
);


--
-- Statistics for Name: events_2_device_at_idx; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_2_device_at_idx',
	'relpages', '0'::integer,
	'reltuples', '0'::real,
	'relallvisible', '0'::integer
);


--
-- Statistics for Name: events_2_errors_device_at_idx; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_2_errors_device_at_idx',
	'relpages', '6'::integer,
	'reltuples', '1230'::real,
	'relallvisible', '0'::integer
);


--
-- Statistics for Name: events_2_others_device_at_idx; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_2_others_device_at_idx',
	'relpages', '20'::integer,
	'reltuples', '6232'::real,
	'relallvisible', '0'::integer
);


--
-- Statistics for Name: events_device; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_device',
	'relpages', '0'::integer,
	'reltuples', '0'::real,
	'relallvisible', '0'::integer
);


--
-- Statistics for Name: events_rest_device_at_idx; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'events_rest_device_at_idx',
	'relpages', '44'::integer,
	'reltuples', '15077'::real,
	'relallvisible', '0'::integer
);


--
-- Statistics for Name: pages_hits; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'pages_hits',
	'relpages', '11'::integer,
	'reltuples', '6000'::real,
	'relallvisible', '0'::integer
);


--
-- Statistics for Name: pages_url; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'pages_url',
	'relpages', '204'::integer,
	'reltuples', '6000'::real,
	'relallvisible', '0'::integer
);


--
-- Statistics for Name: readings_at; Type: STATISTICS DATA; Schema: public; Owner: -
--

SELECT * FROM pg_catalog.pg_restore_relation_stats(
	'version', '170000'::integer,
	'schemaname', 'public',
	'relname', 'readings_at',
	'relpages', '3'::integer,
	'reltuples', '30000'::real,
	'relallvisible', '0'::integer
);


--
-- PostgreSQL database dump complete
--


-- workbench: {"pages": [["Sales", "Order Lines", 163], ["Sales", "Order Lines_pkey", 84], ["Sales", "Orders", 341], ["Sales", "Orders: total", 117], ["Sales", "Orders_pkey", 84], ["Sales", "by_day", 8], ["Sales", "by_day_key", 5], ["Sales", "lines_product", 28], ["Sales", "orders_channel_placed", 117], ["Sales", "orders_customer", 40], ["Sales", "orders_note", 154], ["Sales", "orders_open", 5], ["public", "bookings", 59], ["public", "bookings_during", 67], ["public", "customers", 86], ["public", "customers_lower", 22], ["public", "customers_pkey", 13], ["public", "customers_profile", 6], ["public", "customers_tags", 11], ["public", "customers_zip", 19], ["public", "events_1", 41], ["public", "events_1_device_at_idx", 23], ["public", "events_2_errors", 7], ["public", "events_2_errors_device_at_idx", 6], ["public", "events_2_others", 34], ["public", "events_2_others_device_at_idx", 20], ["public", "events_rest", 82], ["public", "events_rest_device_at_idx", 44], ["public", "pages", 194], ["public", "pages_hits", 11], ["public", "pages_url", 204], ["public", "readings", 192], ["public", "readings_at", 3], ["public", "unseen", 28]], "heights": [], "counts": [], "settings": {"DateStyle": "ISO, MDY", "IntervalStyle": "postgres", "TimeZone": "Etc/UTC", "array_nulls": "on", "bytea_output": "hex", "constraint_exclusion": "partition", "cpu_index_tuple_cost": "0.005", "cpu_operator_cost": "0.0025", "cpu_tuple_cost": "0.01", "cursor_tuple_fraction": "0.1", "default_statistics_target": "100", "default_text_search_config": "pg_catalog.english", "default_toast_compression": "pglz", "effective_cache_size": "524288", "enable_async_append": "on", "enable_bitmapscan": "on", "enable_gathermerge": "on", "enable_group_by_reordering": "on", "enable_hashagg": "on", "enable_hashjoin": "on", "enable_incremental_sort": "on", "enable_indexonlyscan": "on", "enable_indexscan": "on", "enable_material": "on", "enable_memoize": "on", "enable_mergejoin": "on", "enable_nestloop": "on", "enable_parallel_append": "on", "enable_parallel_hash": "on", "enable_partition_pruning": "on", "enable_partitionwise_aggregate": "off", "enable_partitionwise_join": "off", "enable_presorted_aggregate": "on", "enable_seqscan": "on", "enable_sort": "on", "enable_tidscan": "on", "from_collapse_limit": "8", "geqo": "on", "geqo_effort": "5", "geqo_generations": "0", "geqo_pool_size": "0", "geqo_seed": "0", "geqo_selection_bias": "2", "geqo_threshold": "12", "hash_mem_multiplier": "2", "jit": "off", "jit_above_cost": "100000", "jit_inline_above_cost": "500000", "jit_optimize_above_cost": "500000", "join_collapse_limit": "8", "max_parallel_workers": "8", "max_parallel_workers_per_gather": "2", "min_parallel_index_scan_size": "64", "min_parallel_table_scan_size": "1024", "parallel_leader_participation": "on", "parallel_setup_cost": "1000", "parallel_tuple_cost": "0.1", "plan_cache_mode": "auto", "random_page_cost": "4", "recursive_worktable_factor": "10", "search_path": "\"$user\", public", "seq_page_cost": "1", "standard_conforming_strings": "on", "temp_buffers": "1024", "transform_null_equals": "off", "work_mem": "4096", "xmloption": "content"}, "locale": {"provider": "c", "collate": "C", "ctype": "C", "locale": null}, "extended": [{"schema": "Sales", "name": "Orders: both", "inherited": false, "columns": {"3": "channel", "4": "status"}, "ndistinct": null, "dependencies": "{\"4 => 3\": 0.025000}", "mcv": "c251a6e1010000000700000002000340000019000000030000000c000000000000000400000001000000030000001c00000020000000ffffffff0000000004400000064000000840000004000000646f6e65040000006f70656e0800000072657475726e65640000bdbee9708760e53fde81144f509de53f000000000000413bba24e155c93f91ddf27ec9b3c83f010000000000413bba24e155b93f91ddf27ec9b3b83f0200000000009a9999999999993feb51b81e85eb913f000001000000756eed5714897c3f18fc102ef7dc7c3f0000020000000d96d7371dee603f33d9521a447e603f0100020000000d96d7371dee503f33d9521a447e503f02000200", "types": {"16387": "\"Sales\".\"Channel\""}, "labels": {"16387": {"16388": "web", "16390": "shop", "16392": "phone"}}}, {"schema": "public", "name": "customers_place", "inherited": false, "columns": {"4": "city", "5": "country", "6": "zip"}, "ndistinct": "{\"4, 5\": 8, \"4, 6\": 40, \"5, 6\": 40, \"4, 5, 6\": 40}", "dependencies": "{\"4 => 5\": 1.000000, \"6 => 4\": 1.000000, \"6 => 5\": 1.000000, \"4, 6 => 5\": 1.000000, \"5, 6 => 4\": 1.000000}", "mcv": "c251a6e1010000000a0000000300190000001900000017000000020000001000000010000000ffffffff00000000020000000c00000010000000ffffffff000000000a00000028000000000000000400000001000000040000004265726e04000000426f6e6e020000004348020000004445b4360000bc360000c4360000cc360000d4360000823e00008a3e0000923e00009a3e0000a23e00000000009a9999999999993f9a9999999999493f0000000005000000009a9999999999993f9a9999999999493f0000000006000000009a9999999999993f9a9999999999493f0000000007000000009a9999999999993f9a9999999999493f0000000008000000009a9999999999993f9a9999999999493f0000000009000000009a9999999999993f9a9999999999493f0100010000000000009a9999999999993f9a9999999999493f0100010001000000009a9999999999993f9a9999999999493f0100010002000000009a9999999999993f9a9999999999493f0100010003000000009a9999999999993f9a9999999999493f010001000400", "types": {}, "labels": {}}], "notes": []}
