-- AlterTable
ALTER TABLE "Blob" ADD COLUMN     "missingAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Container" ADD COLUMN     "forksRefused" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "pull" JSONB;

-- AlterTable
ALTER TABLE "Manifest" ADD COLUMN     "inspectAfter" TIMESTAMP(3) DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "inspectTries" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "leasedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "looseAt" TIMESTAMP(3),
ADD COLUMN     "named" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "pulledAt" TIMESTAMP(3),
ADD COLUMN     "pulls" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Repository" ADD COLUMN     "description" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "pulledAt" TIMESTAMP(3),
ADD COLUMN     "pulls" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "readme" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "upstreamId" TEXT;

-- AlterTable
ALTER TABLE "Tag" ADD COLUMN     "checkedAt" TIMESTAMP(3),
ADD COLUMN     "pulledAt" TIMESTAMP(3),
ADD COLUMN     "pulls" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Tenant" ADD COLUMN     "images" BIGINT NOT NULL DEFAULT 21474836480;

-- AlterTable
ALTER TABLE "Token" ADD COLUMN     "repositories" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "Upload" ADD COLUMN     "reserved" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "ImageUsage" (
    "tenantId" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "reserved" BIGINT NOT NULL DEFAULT 0,
    "warnedAt" TIMESTAMP(3),

    CONSTRAINT "ImageUsage_pkey" PRIMARY KEY ("tenantId")
);

-- CreateTable
CREATE TABLE "TenantBlob" (
    "tenantId" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "links" INTEGER NOT NULL,

    CONSTRAINT "TenantBlob_pkey" PRIMARY KEY ("tenantId","digest")
);

-- CreateTable
CREATE TABLE "RetentionRule" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "repositories" TEXT NOT NULL DEFAULT '*',
    "tags" TEXT NOT NULL DEFAULT '*',
    "keepLast" INTEGER,
    "keepPushedDays" INTEGER,
    "keepPulledDays" INTEGER,
    "untaggedDays" INTEGER,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastRunAt" TIMESTAMP(3),
    "lastRemoved" INTEGER,

    CONSTRAINT "RetentionRule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TagRule" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "repositories" TEXT NOT NULL DEFAULT '*',
    "tags" TEXT NOT NULL,
    "noOverwrite" BOOLEAN NOT NULL DEFAULT false,
    "noDelete" BOOLEAN NOT NULL DEFAULT false,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "TagRule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Webhook" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "secret" BYTEA,
    "events" TEXT[],
    "repositories" TEXT NOT NULL DEFAULT '*',
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Webhook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookDelivery" (
    "id" TEXT NOT NULL,
    "webhookId" TEXT NOT NULL,
    "event" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAt" TIMESTAMP(3),
    "deliveredAt" TIMESTAMP(3),
    "status" INTEGER,
    "error" TEXT,

    CONSTRAINT "WebhookDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Upstream" (
    "id" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "namespaces" TEXT[],
    "username" TEXT,
    "password" BYTEA,
    "realms" TEXT[],
    "plainHttp" BOOLEAN NOT NULL DEFAULT false,
    "ttlSeconds" INTEGER NOT NULL DEFAULT 300,
    "maxBytes" BIGINT NOT NULL DEFAULT 21474836480,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "hits" BIGINT NOT NULL DEFAULT 0,
    "misses" BIGINT NOT NULL DEFAULT 0,
    "okAt" TIMESTAMP(3),
    "failedAt" TIMESTAMP(3),
    "failure" TEXT,

    CONSTRAINT "Upstream_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CollectionRun" (
    "id" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMP(3),
    "by" TEXT,
    "dryRun" BOOLEAN NOT NULL DEFAULT false,
    "reconcile" BOOLEAN NOT NULL DEFAULT false,
    "manifests" INTEGER NOT NULL DEFAULT 0,
    "links" INTEGER NOT NULL DEFAULT 0,
    "blobs" INTEGER NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "laterBytes" BIGINT NOT NULL DEFAULT 0,
    "uploads" INTEGER NOT NULL DEFAULT 0,
    "strays" INTEGER NOT NULL DEFAULT 0,
    "missing" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,

    CONSTRAINT "CollectionRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImagePackage" (
    "repositoryId" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" TEXT NOT NULL,

    CONSTRAINT "ImagePackage_pkey" PRIMARY KEY ("repositoryId","digest","type","name","version")
);

-- CreateIndex
CREATE INDEX "RetentionRule_tenantId_idx" ON "RetentionRule"("tenantId");

-- CreateIndex
CREATE INDEX "TagRule_tenantId_idx" ON "TagRule"("tenantId");

-- CreateIndex
CREATE INDEX "Webhook_tenantId_idx" ON "Webhook"("tenantId");

-- CreateIndex
CREATE INDEX "WebhookDelivery_nextAt_idx" ON "WebhookDelivery"("nextAt");

-- CreateIndex
CREATE INDEX "WebhookDelivery_webhookId_createdAt_idx" ON "WebhookDelivery"("webhookId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Upstream_prefix_key" ON "Upstream"("prefix");

-- CreateIndex
CREATE INDEX "CollectionRun_startedAt_idx" ON "CollectionRun"("startedAt");

-- CreateIndex
CREATE INDEX "ImagePackage_name_idx" ON "ImagePackage"("name");

-- CreateIndex
CREATE INDEX "Blob_leasedAt_idx" ON "Blob"("leasedAt");

-- CreateIndex
CREATE INDEX "Manifest_inspectAfter_idx" ON "Manifest"("inspectAfter");

-- CreateIndex
CREATE INDEX "Manifest_references_idx" ON "Manifest" USING GIN ("references");

-- AddForeignKey
ALTER TABLE "Repository" ADD CONSTRAINT "Repository_upstreamId_fkey" FOREIGN KEY ("upstreamId") REFERENCES "Upstream"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImageUsage" ADD CONSTRAINT "ImageUsage_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RetentionRule" ADD CONSTRAINT "RetentionRule_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TagRule" ADD CONSTRAINT "TagRule_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Webhook" ADD CONSTRAINT "Webhook_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WebhookDelivery" ADD CONSTRAINT "WebhookDelivery_webhookId_fkey" FOREIGN KEY ("webhookId") REFERENCES "Webhook"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImagePackage" ADD CONSTRAINT "ImagePackage_repositoryId_digest_fkey" FOREIGN KEY ("repositoryId", "digest") REFERENCES "Manifest"("repositoryId", "digest") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImagePackage" ADD CONSTRAINT "ImagePackage_repositoryId_fkey" FOREIGN KEY ("repositoryId") REFERENCES "Repository"("id") ON DELETE CASCADE ON UPDATE CASCADE;
