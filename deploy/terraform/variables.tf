variable "name" {
  description = "Prefix of all names."
  type        = string
  default     = "erp-dev"
}

variable "vpc_id" {
  description = "The VPC of the cluster."
  type        = string
}

variable "subnet_ids" {
  description = "One private subnet per zone."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "Give a subnet in at least two zones."
  }
}

variable "services" {
  description = "Per service (folder of its manifests): its port, and the short name inside its target group's name (AWS allows 32 characters). Without it: those of the model, as ./erp publish --inventory wrote them."
  type = map(object({
    port       = number
    short_name = string
  }))
  default = null
}

variable "deregistration_delay" {
  description = "Seconds that a target keeps its connections while it is taken out; new ones may come for up to 120 whatever is said here. Pods serve longer than both before they stop (preStop)."
  type        = number
  default     = 120

  validation {
    condition     = var.deregistration_delay >= 0 && var.deregistration_delay <= 3600
    error_message = "A target group takes 0 to 3600 seconds."
  }
}

variable "idle_timeout" {
  description = "Seconds after which a silent connection is forgotten. WebSockets live because the server pings far more often."
  type        = number
  default     = 350

  validation {
    condition     = var.idle_timeout >= 60 && var.idle_timeout <= 6000
    error_message = "An NLB takes 60 to 6000 seconds."
  }
}

variable "public_listener" {
  description = "Lets browsers reach one service by TLS, sockets included, which no API gateway passes on; the pages, which forward their sockets themselves, when no other is named: makes the load balancer internet-facing, so that subnet_ids have to be public ones. Another value later makes another load balancer."
  type = object({
    certificate_arn = string
    service         = optional(string, "web")
    port            = optional(number, 443)
    cidrs           = optional(list(string), ["0.0.0.0/0"])
  })
  default = null
}

variable "tags" {
  description = "Tags of everything that is made here."
  type        = map(string)
  default     = {}
}
