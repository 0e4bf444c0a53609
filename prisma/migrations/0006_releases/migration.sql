-- AlterTable
ALTER TABLE "App" ADD COLUMN     "asleepSince" TIMESTAMP(3),
ADD COLUMN     "lastRequestAt" TIMESTAMP(3),
ADD COLUMN     "sleepAfter" INTEGER,
ADD COLUMN     "wokenAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Build" ADD COLUMN     "settings" JSONB;

-- AlterTable
ALTER TABLE "Container" ADD COLUMN     "jobId" TEXT;

-- AlterTable
ALTER TABLE "Deploy" ADD COLUMN     "canceledBy" TEXT;

-- AlterTable
ALTER TABLE "Release" ADD COLUMN     "cron" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "givenUpAt" TIMESTAMP(3),
ADD COLUMN     "releaseCommand" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "secrets" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "volumes" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "Alert" (
    "causeId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "appId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "told" BOOLEAN NOT NULL,

    CONSTRAINT "Alert_pkey" PRIMARY KEY ("causeId","kind")
);

-- CreateTable
CREATE TABLE "LogSource" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "appId" TEXT NOT NULL,
    "nodeId" TEXT NOT NULL,
    "releaseId" TEXT NOT NULL,
    "release" INTEGER NOT NULL,
    "process" TEXT NOT NULL,
    "instance" INTEGER NOT NULL,
    "segment" INTEGER NOT NULL DEFAULT 0,
    "offset" BIGINT NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LogSource_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LogPiece" (
    "sourceId" TEXT NOT NULL,
    "segment" INTEGER NOT NULL,
    "start" BIGINT NOT NULL,
    "end" BIGINT NOT NULL,
    "from" TIMESTAMP(3) NOT NULL,
    "to" TIMESTAMP(3) NOT NULL,
    "lines" INTEGER NOT NULL,
    "bytes" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LogPiece_pkey" PRIMARY KEY ("sourceId","segment","start")
);

-- CreateTable
CREATE TABLE "Secret" (
    "id" TEXT NOT NULL,
    "appId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "as" TEXT NOT NULL DEFAULT 'env',
    "lastVersion" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Secret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SecretVersion" (
    "secretId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "sealed" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SecretVersion_pkey" PRIMARY KEY ("secretId","number")
);

-- CreateTable
CREATE TABLE "Volume" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "appId" TEXT,
    "nodeId" TEXT,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "made" BOOLEAN NOT NULL DEFAULT false,
    "usedBytes" BIGINT NOT NULL DEFAULT 0,
    "problem" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMP(3),
    "deletedBy" TEXT,

    CONSTRAINT "Volume_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "VolumeSnapshot" (
    "id" TEXT NOT NULL,
    "volumeId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "origin" TEXT NOT NULL DEFAULT 'asked',
    "state" TEXT NOT NULL DEFAULT 'wanted',
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "VolumeSnapshot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "VolumeTask" (
    "id" TEXT NOT NULL,
    "volumeId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "snapshotId" TEXT NOT NULL,
    "keepId" TEXT,
    "state" TEXT NOT NULL DEFAULT 'open',
    "reason" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "VolumeTask_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RequestMetric" (
    "appId" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "counts" BIGINT[],

    CONSTRAINT "RequestMetric_pkey" PRIMARY KEY ("appId","step","at")
);

-- CreateTable
CREATE TABLE "UseMetric" (
    "appId" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "cpu" BIGINT NOT NULL,
    "memory" BIGINT NOT NULL,
    "rx" BIGINT NOT NULL,
    "tx" BIGINT NOT NULL,

    CONSTRAINT "UseMetric_pkey" PRIMARY KEY ("appId","step","at")
);

-- CreateTable
CREATE TABLE "MetricStep" (
    "step" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "seconds" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "MetricStep_pkey" PRIMARY KEY ("step","at")
);

-- CreateTable
CREATE TABLE "Domain" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "appId" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "redirectTo" TEXT,
    "tls" BOOLEAN NOT NULL DEFAULT true,
    "forceHttps" BOOLEAN NOT NULL DEFAULT true,
    "hsts" BOOLEAN NOT NULL DEFAULT false,
    "certificateId" TEXT,
    "provenAt" TIMESTAMP(3),
    "challengeToken" TEXT,
    "challengeAnswer" TEXT,
    "failure" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "nextTryAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Domain_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Certificate" (
    "id" TEXT NOT NULL,
    "domainId" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "chain" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "notBefore" TIMESTAMP(3) NOT NULL,
    "notAfter" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Certificate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CertificateOrder" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CertificateOrder_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AcmeAccount" (
    "directory" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "url" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AcmeAccount_pkey" PRIMARY KEY ("directory")
);

-- CreateTable
CREATE TABLE "AppDoor" (
    "appId" TEXT NOT NULL,
    "redirects" JSONB NOT NULL DEFAULT '[]',
    "users" JSONB NOT NULL DEFAULT '[]',
    "salt" TEXT NOT NULL,
    "maintenance" JSONB,

    CONSTRAINT "AppDoor_pkey" PRIMARY KEY ("appId")
);

-- CreateTable
CREATE TABLE "Job" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "appId" TEXT NOT NULL,
    "releaseId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "command" TEXT[],
    "process" TEXT,
    "attended" TEXT,
    "deployId" TEXT,
    "cronName" TEXT,
    "scheduledAt" TIMESTAMP(3),
    "concurrency" TEXT NOT NULL DEFAULT 'allow',
    "state" TEXT NOT NULL DEFAULT 'queued',
    "reason" TEXT,
    "code" INTEGER,
    "end" JSONB,
    "lastLines" TEXT[],
    "log" TEXT NOT NULL DEFAULT 'live',
    "deadline" TIMESTAMP(3) NOT NULL,
    "cancelBy" TEXT,
    "containerId" TEXT,
    "node" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMP(3),
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "Job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "JobLog" (
    "jobId" TEXT NOT NULL,
    "lines" JSONB NOT NULL,

    CONSTRAINT "JobLog_pkey" PRIMARY KEY ("jobId")
);

-- CreateTable
CREATE TABLE "CronState" (
    "appId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "schedule" TEXT NOT NULL,
    "since" TIMESTAMP(3) NOT NULL,
    "pausedBy" TEXT,
    "pausedAt" TIMESTAMP(3),

    CONSTRAINT "CronState_pkey" PRIMARY KEY ("appId","name")
);

-- CreateTable
CREATE TABLE "GitRemote" (
    "appId" TEXT NOT NULL,
    "url" TEXT,
    "directory" TEXT,
    "keySeed" TEXT,
    "publicKey" TEXT,
    "token" TEXT,
    "tokenHost" TEXT,
    "hostKeys" TEXT NOT NULL DEFAULT '',
    "updatedBy" TEXT NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "GitRemote_pkey" PRIMARY KEY ("appId")
);

-- CreateTable
CREATE TABLE "GitHook" (
    "appId" TEXT NOT NULL,
    "pathHash" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "GitHook_pkey" PRIMARY KEY ("appId")
);

-- CreateTable
CREATE TABLE "GitDelivery" (
    "id" TEXT NOT NULL,
    "appId" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "deliveryId" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "branch" TEXT,
    "commit" TEXT,
    "state" TEXT NOT NULL,
    "message" TEXT,
    "buildId" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "aliveAt" TIMESTAMP(3),

    CONSTRAINT "GitDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Alert_appId_kind_at_idx" ON "Alert"("appId", "kind", "at");

-- CreateIndex
CREATE INDEX "Alert_at_idx" ON "Alert"("at");

-- CreateIndex
CREATE INDEX "LogSource_appId_idx" ON "LogSource"("appId");

-- CreateIndex
CREATE INDEX "LogPiece_sourceId_to_idx" ON "LogPiece"("sourceId", "to");

-- CreateIndex
CREATE INDEX "LogPiece_digest_idx" ON "LogPiece"("digest");

-- CreateIndex
CREATE UNIQUE INDEX "Secret_appId_name_key" ON "Secret"("appId", "name");

-- CreateIndex
CREATE INDEX "Volume_tenantId_idx" ON "Volume"("tenantId");

-- CreateIndex
CREATE INDEX "Volume_appId_idx" ON "Volume"("appId");

-- CreateIndex
CREATE INDEX "Volume_nodeId_idx" ON "Volume"("nodeId");

-- CreateIndex
CREATE UNIQUE INDEX "VolumeSnapshot_volumeId_number_key" ON "VolumeSnapshot"("volumeId", "number");

-- CreateIndex
CREATE INDEX "VolumeTask_volumeId_createdAt_idx" ON "VolumeTask"("volumeId", "createdAt");

-- CreateIndex
CREATE INDEX "VolumeTask_state_idx" ON "VolumeTask"("state");

-- CreateIndex
CREATE INDEX "RequestMetric_step_at_idx" ON "RequestMetric"("step", "at");

-- CreateIndex
CREATE INDEX "UseMetric_step_at_idx" ON "UseMetric"("step", "at");

-- CreateIndex
CREATE UNIQUE INDEX "Domain_host_key" ON "Domain"("host");

-- CreateIndex
CREATE UNIQUE INDEX "Domain_certificateId_key" ON "Domain"("certificateId");

-- CreateIndex
CREATE INDEX "Domain_tenantId_idx" ON "Domain"("tenantId");

-- CreateIndex
CREATE INDEX "Domain_appId_idx" ON "Domain"("appId");

-- CreateIndex
CREATE INDEX "Domain_nextTryAt_idx" ON "Domain"("nextTryAt");

-- CreateIndex
CREATE INDEX "Certificate_domainId_idx" ON "Certificate"("domainId");

-- CreateIndex
CREATE INDEX "CertificateOrder_at_idx" ON "CertificateOrder"("at");

-- CreateIndex
CREATE INDEX "CertificateOrder_tenantId_at_idx" ON "CertificateOrder"("tenantId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "Job_deployId_key" ON "Job"("deployId");

-- CreateIndex
CREATE INDEX "Job_tenantId_state_idx" ON "Job"("tenantId", "state");

-- CreateIndex
CREATE INDEX "Job_appId_createdAt_idx" ON "Job"("appId", "createdAt");

-- CreateIndex
CREATE INDEX "Job_state_idx" ON "Job"("state");

-- CreateIndex
CREATE UNIQUE INDEX "Job_appId_cronName_scheduledAt_key" ON "Job"("appId", "cronName", "scheduledAt");

-- CreateIndex
CREATE INDEX "GitDelivery_appId_createdAt_idx" ON "GitDelivery"("appId", "createdAt");

-- CreateIndex
CREATE INDEX "GitDelivery_state_idx" ON "GitDelivery"("state");

-- CreateIndex
CREATE UNIQUE INDEX "GitDelivery_appId_provider_deliveryId_key" ON "GitDelivery"("appId", "provider", "deliveryId");

-- CreateIndex
CREATE UNIQUE INDEX "Container_jobId_key" ON "Container"("jobId");

-- AddForeignKey
ALTER TABLE "Container" ADD CONSTRAINT "Container_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "Job"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LogSource" ADD CONSTRAINT "LogSource_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LogPiece" ADD CONSTRAINT "LogPiece_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "LogSource"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Secret" ADD CONSTRAINT "Secret_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SecretVersion" ADD CONSTRAINT "SecretVersion_secretId_fkey" FOREIGN KEY ("secretId") REFERENCES "Secret"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Volume" ADD CONSTRAINT "Volume_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Volume" ADD CONSTRAINT "Volume_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Volume" ADD CONSTRAINT "Volume_nodeId_fkey" FOREIGN KEY ("nodeId") REFERENCES "Node"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VolumeSnapshot" ADD CONSTRAINT "VolumeSnapshot_volumeId_fkey" FOREIGN KEY ("volumeId") REFERENCES "Volume"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VolumeTask" ADD CONSTRAINT "VolumeTask_volumeId_fkey" FOREIGN KEY ("volumeId") REFERENCES "Volume"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RequestMetric" ADD CONSTRAINT "RequestMetric_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UseMetric" ADD CONSTRAINT "UseMetric_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Domain" ADD CONSTRAINT "Domain_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Domain" ADD CONSTRAINT "Domain_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Domain" ADD CONSTRAINT "Domain_certificateId_fkey" FOREIGN KEY ("certificateId") REFERENCES "Certificate"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Certificate" ADD CONSTRAINT "Certificate_domainId_fkey" FOREIGN KEY ("domainId") REFERENCES "Domain"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CertificateOrder" ADD CONSTRAINT "CertificateOrder_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AppDoor" ADD CONSTRAINT "AppDoor_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Job" ADD CONSTRAINT "Job_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Job" ADD CONSTRAINT "Job_releaseId_fkey" FOREIGN KEY ("releaseId") REFERENCES "Release"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Job" ADD CONSTRAINT "Job_deployId_fkey" FOREIGN KEY ("deployId") REFERENCES "Deploy"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JobLog" ADD CONSTRAINT "JobLog_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "Job"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CronState" ADD CONSTRAINT "CronState_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GitRemote" ADD CONSTRAINT "GitRemote_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GitHook" ADD CONSTRAINT "GitHook_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GitDelivery" ADD CONSTRAINT "GitDelivery_appId_fkey" FOREIGN KEY ("appId") REFERENCES "App"("id") ON DELETE CASCADE ON UPDATE CASCADE;
