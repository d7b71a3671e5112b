# What a first try costs follows from the defaults here; `erp publish` prints it, and docs/eks-in-an-hour.md shows it.

variable "region" {
  description = "Where everything is made."
  type        = string
  default     = "us-east-1"
}

variable "name" {
  description = "Prefix of all names, and the name of the cluster."
  type        = string
  default     = "erp-dev"
}

variable "namespace" {
  description = "The namespace that the manifests are published for."
  type        = string
  default     = "erp-dev"
}

variable "kubernetes_version" {
  description = "One in standard support: extended support costs six times as much an hour."
  type        = string
  default     = "1.35"
}

variable "vpc_cidr" {
  description = "Addresses of the VPC."
  type        = string
  default     = "10.0.0.0/16"
}

variable "node_type" {
  description = "Of the nodes. A t3.medium takes 17 pods, of which its own agents are four."
  type        = string
  default     = "t3.medium"
}

variable "node_count" {
  description = "Nodes, over the zones. Each broker wants one of its own."
  type        = number
  default     = 3

  validation {
    condition     = var.node_count >= 3
    error_message = "Kafka's three brokers share no node."
  }
}

variable "mysql_type" {
  description = "Of the database. Employee-service opens 24 connections a pod; a db.t4g.small takes about 150."
  type        = string
  default     = "db.t4g.small"
}

variable "redis_type" {
  description = "Of the cache."
  type        = string
  default     = "cache.t4g.micro"
}

variable "public_access_cidrs" {
  description = "Who may reach the cluster's API over the internet: your own address, as 203.0.113.7/32."
  type        = list(string)
}

variable "web" {
  description = "Lets people open the pages: the host name that they type, and a certificate of ACM for it. Makes the load balancer internet-facing; point the name at nlb_dns_name. Without it nobody outside the VPC gets in."
  type = object({
    host            = string
    certificate_arn = string
    cidrs           = optional(list(string), ["0.0.0.0/0"])
  })
  default = null
}

variable "tags" {
  description = "Tags of everything that is made here."
  type        = map(string)
  default     = {}
}
